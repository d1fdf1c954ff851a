import { quote, solid } from './quote';
import { MAX_NAME } from './serialize';
import { REDACTED, type Redaction } from '../../redaction';

/** What has to be known of a field's name to write it down. */
export interface Key {
  /** `,"name":` as JSON. */
  readonly text: string;
  /** The same with the first quote of a text behind it. */
  readonly textBefore: string;
  /** The same with what stands for a secret behind it. */
  readonly textHidden: string;
  /** True for a name that means something of its own in winston or in the line: its value is not just written. */
  readonly isSpecial: boolean;
  /** True for a name that holds a secret. */
  readonly isHidden: boolean;
}

const QUOTED_REDACTED = quote(REDACTED);

/** Names that winston or the line give a meaning: a line with one takes the slow path. */
const MEANINGFUL = ['level', 'message', 'splat', 'error', 'err', 'cause', 'exception'];

/** Apps have few names for their fields; those that are made up at run time must not fill the memory. */
const MAX_KEYS = 2_000;

/**
 * The names of fields, each examined once.
 * @param taken Names that fields of the app can't have.
 * @param objects Names of fields that have to be objects.
 */
export function createKeys(
  taken: ReadonlySet<string>,
  redaction: Redaction,
  objects: Iterable<string> = [],
): (name: string) => Key {
  const known = new Map<string, Key>();
  const special = new Set([...MEANINGFUL, ...taken, ...objects]);
  return (name) => {
    let key = known.get(name);
    if (key === undefined) {
      const quoted = quote(name);
      key = {
        text: solid(',', quoted, ':'),
        textBefore: solid(',', quoted, ':"'),
        textHidden: solid(',', quoted, ':', QUOTED_REDACTED),
        isSpecial: name.length > MAX_NAME || special.has(name),
        isHidden: redaction.hidesKey(name) || redaction.hidesPath([name]),
      };
      if (known.size < MAX_KEYS && name.length <= MAX_NAME) known.set(name, key);
    }
    return key;
  };
}
