// A colour for each service: the same one in every view, in the order in which services appear.

const COLOURS = 8;
const known = new Map<string, number>();

/** The class that sets `--service` to the colour of a service. */
export function colourOf(service: string): string {
  let colour = known.get(service);
  if (colour === undefined) known.set(service, (colour = known.size % COLOURS));
  return `service-${colour}`;
}
