import module from 'node:module';

type Compile = (this: { exports: unknown }, content: string, filename: string, format?: string) => unknown;

/**
 * Tells of each CommonJS module that is compiled from here on: once per module, unlike hooks on `require`, which cost at every call.
 * `act` gets the file's name and, once the module was evaluated, its exports.
 */
export function onCompiled(concerns: (file: string) => boolean, act: (file: string, exports: unknown) => void): () => void {
  const prototype = module.prototype as unknown as { _compile: Compile };
  const compile = prototype._compile;
  let active = true;
  const watching: Compile = function (...args) {
    const result = Reflect.apply(compile, this, args);
    if (active && concerns(args[1])) act(args[1], this.exports);
    return result;
  };
  prototype._compile = watching;
  return () => {
    active = false;
    if (prototype._compile === watching) prototype._compile = compile;
  };
}
