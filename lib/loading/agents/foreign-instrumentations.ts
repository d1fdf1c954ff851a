/**
 * The file of @opentelemetry/instrumentation that every instrumentation is derived from, in every version since 0.33.
 */
const BASE = /[\\/]@opentelemetry[\\/]instrumentation[\\/]build[\\/]src[\\/]platform[\\/]node[\\/]instrumentation\.js$/;

interface ForeignInstrumentation {
  readonly instrumentationName: string;
  /** Of instrumentations that patch nothing and listen to channels instead: they listen unless they do already. */
  _channelSubs?: { unsubscribe(): void }[];
}

/** Whether a file defines the base class of an app's own instrumentations. */
export const isInstrumentationBase = (file: string): boolean => BASE.test(file);

/**
 * Leaves out those of the app's own instrumentations whose work is done already: a second one of the same name would
 * take the first one's patches off, or make a second span of everything. Any other is enabled as the app wants it.
 * Returns the undo; `onLeftOut` is called with each name.
 */
export function leaveOut(
  base: unknown,
  isOurs: (name: string) => boolean,
  onLeftOut: (name: string) => void,
): () => void {
  const prototype = (base as { InstrumentationBase?: { prototype?: { enable?: unknown } } } | undefined)
    ?.InstrumentationBase?.prototype;
  const enable = prototype?.enable;
  if (!prototype || typeof enable !== 'function') return () => {};
  const guarded = function (this: ForeignInstrumentation, ...args: unknown[]): unknown {
    if (!isOurs(this.instrumentationName)) return Reflect.apply(enable, this, args);
    this._channelSubs = [{ unsubscribe: () => {} }];
    onLeftOut(this.instrumentationName);
    return undefined;
  };
  prototype.enable = guarded;
  return () => {
    if (prototype.enable === guarded) prototype.enable = enable;
  };
}
