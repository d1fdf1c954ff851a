import { mapping, value, type Shape } from '../shape';
import { configurator, processors } from './exporters';
import { sampler } from './samplers';

/** The section `tracer_provider`. */
export const tracerProvider = (): Shape =>
  mapping(
    {
      processors: processors('traces', 'OTEL_BSP_'),
      limits: mapping({
        attribute_value_length_limit: value('integer', { variable: 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT' }),
        attribute_count_limit: value('integer', { variable: 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT' }),
        event_count_limit: value('integer', { variable: 'OTEL_SPAN_EVENT_COUNT_LIMIT' }),
        link_count_limit: value('integer', { variable: 'OTEL_SPAN_LINK_COUNT_LIMIT' }),
        event_attribute_count_limit: value('integer', { variable: 'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT' }),
        link_attribute_count_limit: value('integer', { variable: 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT' }),
      }),
      sampler: sampler(),
      id_generator: mapping({ random: mapping({}) }, { one: 'ID generator', others: 'refused' }),
      'tracer_configurator/development': configurator('tracers'),
    },
    { required: ['processors'] },
  );
