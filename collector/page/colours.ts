// A colour for each service: by its name, the same one in every view and after every reload, and no two of twelve the
// same.
import { readSetting, writeSetting } from './settings';

const COLOURS = 12;
/** Names that are remembered; the first to come leave first. */
const MAX_NAMES = 200;
const known = read();

/** The class that sets `--service` to the colour of a service. */
export function colourOf(service: string): string {
  let colour = known.get(service);
  if (colour === undefined) {
    known.set(service, (colour = freeColour(service, [...known.values()])));
    if (known.size > MAX_NAMES) known.delete(known.keys().next().value!);
    writeSetting('colours', JSON.stringify([...known].filter(([name]) => name.length <= 200)));
  }
  return `service-${colour}`;
}

/** The one that the name says, or the next that is used least. */
export function freeColour(name: string, used: readonly number[]): number {
  let hash = 0;
  for (let at = 0; at < name.length; at++) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) >>> 0;
  const counts = Array.from({ length: COLOURS }, (_, colour) => used.filter((each) => each === colour).length);
  const least = Math.min(...counts);
  for (let step = 0; ; step++) if (counts[(hash + step) % COLOURS] === least) return (hash + step) % COLOURS;
}

function read(): Map<string, number> {
  try {
    const pairs = JSON.parse(readSetting('colours') ?? '[]') as unknown;
    return new Map(
      (pairs as [string, number][]).filter(
        ([name, colour]) => typeof name === 'string' && Number.isInteger(colour) && colour >= 0 && colour < COLOURS,
      ),
    );
  } catch {
    return new Map();
  }
}
