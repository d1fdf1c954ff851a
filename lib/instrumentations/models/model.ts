import { SpanKind, ValueType, type Attributes } from '@opentelemetry/api';
import { attempt } from '../../attempt';
import { OwnInstrumentation } from '../shape/own-instrumentation';
import { Content } from './content';
import { Inference, isWithinCall, type Capture, type ModelMetrics } from './inference';
import { serverOf, settingsOf, type ModelRequest } from './request';

export type { ModelRequest } from './request';

/** Options of the instrumentations of models. */
interface ModelOptions {
  /** OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT. */
  readonly captureMessageContent?: 'NO_CONTENT' | 'SPAN_ONLY' | 'EVENT_ONLY' | 'SPAN_AND_EVENT';
}

/**
 * The event that holds what a model is asked and answers:
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-events.md
 */
const DETAILS = 'gen_ai.client.inference.operation.details';
/** SeverityNumber INFO. */
const INFO = 9;

const SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const TOKENS = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864];

/**
 * A client of generative models: one span and its measurements a call, by the conventions:
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-spans.md
 */
export abstract class ModelInstrumentation extends OwnInstrumentation {
  // Made by the base class, whose work a field with a value would undo.
  declare private metrics: ModelMetrics;

  /** The provider's name in the conventions, such as `openai`. */
  protected abstract readonly provider: string;

  protected override _updateMetricInstruments(): void {
    const seconds = (name: string, description: string) =>
      this.meter.createHistogram(name, {
        description,
        unit: 's',
        valueType: ValueType.DOUBLE,
        advice: { explicitBucketBoundaries: SECONDS },
      });
    this.metrics = {
      duration: seconds('gen_ai.client.operation.duration', 'GenAI operation duration.'),
      timeToFirstChunk: seconds(
        'gen_ai.client.operation.time_to_first_chunk',
        'Time to receive the first chunk, measured from when the client issues the generation request.',
      ),
      timePerOutputChunk: seconds(
        'gen_ai.client.operation.time_per_output_chunk',
        'Time per output chunk, recorded for each chunk received after the first one.',
      ),
      tokens: this.meter.createHistogram('gen_ai.client.token.usage', {
        description: 'Number of input and output tokens used.',
        unit: '{token}',
        valueType: ValueType.INT,
        advice: { explicitBucketBoundaries: TOKENS },
      }),
    };
  }

  /** Begins a call of a model; undefined if it is not to be seen, or is a part of one that is seen already. */
  protected begin(request: ModelRequest): Inference | undefined {
    if (!this.isEnabled() || isWithinCall()) return undefined;
    const { operation, model, settings = [], isStream, isMeasuredOnly, url, provider = this.provider } = request;
    const measured: Attributes = {
      'gen_ai.operation.name': operation,
      'gen_ai.provider.name': provider,
      ...(typeof model === 'string' && { 'gen_ai.request.model': model }),
      ...serverOf(url),
    };
    if (isMeasuredOnly) return new Inference(undefined, measured, this.metrics);
    const span = this.tracer.startSpan(typeof model === 'string' ? `${operation} ${model}` : operation, {
      kind: SpanKind.CLIENT,
      attributes: { ...measured, ...settingsOf(settings), ...(isStream && { 'gen_ai.request.stream': true }) },
    });
    const { params = settings[0] } = request;
    return new Inference(span, measured, this.metrics, this.#capture(params, isStream ?? false));
  }

  #capture(params: unknown, isStream: boolean): Capture | undefined {
    const { captureMessageContent: wanted = 'NO_CONTENT' } = this.getConfig() as ModelOptions;
    if (wanted === 'NO_CONTENT') return undefined;
    const content = attempt(() => new Content(params, isStream));
    return (
      content && {
        content,
        isOnSpan: wanted !== 'EVENT_ONLY',
        emit:
          wanted === 'SPAN_ONLY'
            ? undefined
            : (attributes) => this.logger.emit({ eventName: DETAILS, severityNumber: INFO, attributes }),
      }
    );
  }
}
