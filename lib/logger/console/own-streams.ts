import type { StreamName } from '../types';

const NAMES = { stdout: '_stdout', stderr: '_stderr' } as const;

/**
 * Watches whether the app has put streams of its own into the global console (`console._stdout = …`): what is printed
 * there is the app's own, as with a console that it makes itself.
 *
 * @returns `isOwn`, whether a stream is the app's, and `undo`. Neither asks the console for its streams: that would
 *   open them.
 */
export function watchConsoleStreams(target: object): { isOwn(stream: StreamName): boolean; undo(): void } {
  const given = new Map<StreamName, unknown>();
  const undos = (Object.keys(NAMES) as StreamName[]).map((stream) => {
    const name = NAMES[stream];
    const original = Object.getOwnPropertyDescriptor(target, name);
    if (!original?.get || !original.set || !original.configurable) return () => undefined;
    const { set } = {
      set(this: unknown, value: unknown): void {
        given.set(stream, value);
        original.set!.call(this, value);
      },
    };
    Object.defineProperty(target, name, { ...original, set });
    return () => {
      if (Object.getOwnPropertyDescriptor(target, name)?.set === set) Object.defineProperty(target, name, original);
    };
  });
  return {
    isOwn: (stream) => given.has(stream) && given.get(stream) !== process[stream],
    undo: () => undos.forEach((undo) => undo()),
  };
}
