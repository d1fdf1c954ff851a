import { mapping, refused, value, type Shape } from '../shape';
import { configurator, processors } from './exporters';

/** The section `logger_provider`. */
export const loggerProvider = (): Shape =>
  mapping(
    {
      processors: processors('logs', 'OTEL_BLRP_', {
        'event_to_span_event_bridge/development': refused('events are log records, and not added to spans'),
      }),
      limits: mapping({
        attribute_value_length_limit: value('integer', { variable: 'OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT' }),
        attribute_count_limit: value('integer', { variable: 'OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT' }),
      }),
      'logger_configurator/development': configurator('loggers: FIRSTLIGHT_LOG_LEVELS has levels of the app’s'),
    },
    { required: ['processors'] },
  );
