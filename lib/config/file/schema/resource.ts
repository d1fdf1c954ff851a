import { redact } from '../../../redaction';
import type { IncludeExclude, Place, ResourceValue } from '../../declarative/types';
import { list, mapping, value, type MappingShape, type Reading, type Shape } from '../shape';

/** Patterns of names. */
export const includeExclude = (): MappingShape =>
  mapping({ included: list(value('string')), excluded: list(value('string')) });

/** Of attributes with the same name that of the highest priority wins. */
const [DETECTED, LIST, SINGLE] = [0, 1, 2];

interface AttributeRead {
  readonly name?: string;
  readonly value?: { readonly value: unknown; readonly text?: string };
  readonly type?: string;
}

const TYPES = ['string', 'bool', 'int', 'double', 'string_array', 'bool_array', 'int_array', 'double_array'];

const CHECKS: Readonly<Record<string, (each: unknown) => boolean>> = {
  string: (each) => typeof each === 'string',
  bool: (each) => typeof each === 'boolean',
  int: (each) => Number.isInteger(each),
  double: (each) => typeof each === 'number',
};

/** The value by its type; a text may be written without quotes, as a number is. Undefined if it does not fit. */
function typedValue({ value: found, type = 'string' }: AttributeRead): ResourceValue | undefined {
  const element = type.replace(/_array$/, '');
  const check = CHECKS[element]!;
  if (type !== element)
    return Array.isArray(found?.value) && found.value.every(check) ? (found.value as string[]) : undefined;
  if (type === 'string') return found?.text;
  return check(found?.value) ? (found!.value as number) : undefined;
}

const attribute = (): Shape =>
  mapping(
    { name: value('string'), value: value('attribute'), type: value('string', { words: TYPES }) },
    {
      required: ['name', 'value'],
      take: (read: AttributeRead, place, reading) => {
        if (read.name === undefined || read.value === undefined) return;
        const typed = typedValue(read);
        if (typed === undefined)
          return reading.bad(place, `a value of the type ${read.type ?? 'string'}`, read.value.text ?? 'a list');
        addAttribute(read.name, typed, place, reading);
      },
    },
  );

/** The variable has texts only, so that those of other types are kept beside it. */
function addAttribute(name: string, typed: ResourceValue, place: Place, reading: Reading): void {
  const text = typeof typed === 'object' ? JSON.stringify(typed) : String(typed);
  if (typeof typed !== 'string') {
    const resource = resourceOf(reading);
    reading.only.resource = { ...resource, typed: { ...resource.typed, [name]: typed } };
  }
  reading.addAttributes(`${encodeURIComponent(name)}=${encodeURIComponent(text)}`, SINGLE, place);
}

const resourceOf = (reading: Reading): NonNullable<Reading['only']['resource']> =>
  reading.only.resource ?? { typed: {}, detected: {} };

/** If one cannot be decoded, all of the list are left out, says the specification. */
const isAttributeList = (text: string): boolean =>
  text.split(',').every((pair) => {
    if (pair.trim() === '') return true;
    try {
      decodeURIComponent(pair);
      return pair.indexOf('=') > 0;
    } catch {
      return false;
    }
  });

/** Names of detectors in the file, and what they are called in OTEL_NODE_RESOURCE_DETECTORS. */
const DETECTORS: Readonly<Record<string, readonly string[]>> = {
  container: ['container'],
  host: ['host', 'os'],
  process: ['process'],
  os: ['os'],
  service: ['serviceinstance'],
  aws: ['aws'],
  azure: ['azure'],
  gcp: ['gcp'],
  alibaba: ['alibaba'],
};
function takeDetectors(detectors: readonly Record<string, unknown>[], place: Place, reading: Reading): void {
  const names = detectors.flatMap((each) => Object.keys(each).flatMap((name) => DETECTORS[name] ?? []));
  reading.set('OTEL_NODE_RESOURCE_DETECTORS', ['env', ...new Set(names)].join(','), place);
  // The detector of the service has the name from the environment, says the schema.
  const name = reading.environment.OTEL_SERVICE_NAME?.trim();
  if (names.includes('serviceinstance') && name)
    reading.addAttributes(`service.name=${encodeURIComponent(name)}`, DETECTED, place);
}

/** The section `resource`. */
export const resource = (): Shape =>
  mapping({
    attributes: list(attribute()),
    'detection/development': mapping({
      attributes: {
        ...includeExclude(),
        take: (detected: IncludeExclude, _place, reading) => {
          reading.only.resource = { ...resourceOf(reading), detected };
        },
      },
      detectors: list(
        mapping(Object.fromEntries(Object.keys(DETECTORS).map((name) => [name, mapping({})])), {
          one: 'detector',
          others: 'refused',
        }),
        { take: takeDetectors },
      ),
    }),
    schema_url: value('string', {
      take: (schemaUrl: string, _place, reading) => {
        reading.only.resource = { ...resourceOf(reading), schemaUrl };
      },
    }),
    attributes_list: value('string', {
      take: (text: string, place, reading) => {
        if (isAttributeList(text)) reading.addAttributes(text, LIST, place);
        else reading.bad(place, 'key1=value1,key2=value2, percent-encoded', redact(text));
      },
    }),
  });
