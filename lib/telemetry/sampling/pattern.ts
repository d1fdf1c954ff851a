/** `:id` and `{id}` in a route. */
const PARAMETER = /:[A-Za-z_]\w*|\{[^/}]+\}/;

/**
 * A pattern in which `?` is any character and `*` any number of them; in a route, `:id` and `{id}` are a segment. No
 * value takes long to compare, since none of its parts is looked at again after a match.
 */
export function createPattern(pattern: string, isRoute = false): (value: string) => boolean {
  const parts = pattern.split(/\*+/).map((part) => sourceOf(part, isRoute));
  const first = parts.shift()!;
  const last = parts.pop();
  if (last === undefined) {
    const whole = new RegExp(`^${first}$`, 's');
    return (value) => whole.test(value);
  }
  const places = [
    new RegExp(`^${first}`, 'sg'),
    ...parts.map((part) => new RegExp(part, 'sg')),
    new RegExp(`${last}$`, 'sg'),
  ];
  return (value) => {
    let at = 0;
    return places.every((place) => {
      place.lastIndex = at;
      const fits = place.test(value);
      at = place.lastIndex;
      return fits;
    });
  };
}

function sourceOf(part: string, isRoute: boolean): string {
  const literal = (text: string) => text.replace(/[\\^$.|+()[\]{}]/g, '\\$&').replaceAll('?', '.');
  return isRoute ? part.split(PARAMETER).map(literal).join('[^/]+') : literal(part);
}
