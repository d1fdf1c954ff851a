import type { Place } from '../../declarative/types';
import { ignored, list, mapping, refused, value, type MappingShape, type Reading, type Shape } from '../shape';

interface Semconv {
  readonly semconv?: { readonly version?: number; readonly experimental?: boolean; readonly dual_emit?: boolean };
}

/** Sections of `general`, and what OTEL_SEMCONV_STABILITY_OPT_IN calls them. */
const DOMAINS: Readonly<Record<string, string>> = {
  http: 'http',
  db: 'database',
  rpc: 'rpc',
  messaging: 'messaging',
  code: 'code',
};

const semconv = (): Shape =>
  mapping({
    version: value('integer', { least: 0, most: 1 }),
    experimental: refused('there is no switch for experimental attributes', [false]),
    dual_emit: value('boolean'),
  });

const OLD = 'instrumentations have the stable names alone';
const METHODS = 'the methods that HTTP knows are fixed';

const side = (name: 'CLIENT' | 'SERVER'): Shape => {
  const captured = (message: 'REQUEST' | 'RESPONSE'): Shape =>
    list(value('string'), {
      take: (names: readonly string[], place: Place, reading: Reading) =>
        reading.set(`OTEL_INSTRUMENTATION_HTTP_${name}_CAPTURE_${message}_HEADERS`, names.join(','), place),
    });
  return mapping({
    request_captured_headers: captured('REQUEST'),
    response_captured_headers: captured('RESPONSE'),
    known_methods: refused(METHODS),
  });
};

type General = Readonly<Record<string, Semconv | string | undefined>> & { readonly stability_opt_in_list?: string };

/** What a domain says for itself wins over the list. */
function takeGeneral(general: General, place: Place, reading: Reading): void {
  const words = new Map<string, string>();
  for (const word of (general.stability_opt_in_list ?? '').split(',').map((each) => each.trim()))
    if (word !== '') words.set(word.split('/')[0]!, word);
  for (const [section, domain] of Object.entries(DOMAINS)) {
    const { version, dual_emit } = (general[section] as Semconv | undefined)?.semconv ?? {};
    if (version === 0) words.delete(domain);
    if (version === 0 && ['http', 'db'].includes(section)) reading.refuse(place, `${section}: ${OLD}`);
    if (version === 1) words.set(domain, dual_emit ? `${domain}/dup` : domain);
  }
  if (words.size > 0) reading.set('OTEL_SEMCONV_STABILITY_OPT_IN', [...words.values()].join(','), place);
}

const OTHERS = ['cpp', 'dotnet', 'erlang', 'go', 'java', 'php', 'python', 'ruby', 'rust', 'swift'];

/** The section `instrumentation/development`. @param own firstlight's own settings. */
export const instrumentation = (own: MappingShape): Shape =>
  mapping({
    general: mapping(
      {
        http: mapping({ semconv: semconv(), client: side('CLIENT'), server: side('SERVER') }),
        ...Object.fromEntries(
          ['code', 'db', 'messaging', 'rpc'].map((name) => [name, mapping({ semconv: semconv() })]),
        ),
        gen_ai: mapping({ semconv: refused('the instrumentation of OpenAI has one form') }),
        sanitization: mapping({
          url: mapping({
            sensitive_query_parameters: refused(
              'parameters that look like secrets are always hidden: FIRSTLIGHT_LOG_REDACT adds names',
            ),
          }),
        }),
        stability_opt_in_list: value('string'),
      },
      { take: takeGeneral },
    ),
    js: mapping({ firstlight: own }, { others: 'refused' }),
    ...Object.fromEntries(OTHERS.map((name) => [name, ignored('of another language')])),
  });

/** The section `distribution`, where firstlight’s own settings may stand as well. */
export const distribution = (own: MappingShape): Shape => mapping({ firstlight: own }, { others: 'ignored' });
