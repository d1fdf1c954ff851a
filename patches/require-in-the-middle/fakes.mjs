export default {
  package: 'require-in-the-middle',
  file: 'index.js',
  fault:
    'A fake that a test puts into require.cache, or gives in place of Module._load, is patched, kept for ever, or ignored if it is a builtin.',
  upstream: 'https://github.com/nodejs/require-in-the-middle/blob/main/index.js',
  replacements: [
    {
      find: `      debug('returning already patched cached module: %s', filename)
      return self._cache.get(filename, core)`,
      replace: `      const now = coreOnly ? self._origGetBuiltinModule.apply(this, args) : self._origRequire.apply(this, args)
      return isFake(filename, now) ? now : self._cache.get(filename, core)`,
    },
    {
      find: `    // If it's already patched, just return it as-is.
    if (isPatching === true) {`,
      replace: `    if (isFake(filename, exports)) {
      if (isPatching === false) patching.delete(filename)
      return exports
    }
    if (isPatching === true) {`,
    },
    {
      find: `  function patchedRequire (args, coreOnly) {`,
      replace: `  // What Node itself has loaded is the builtin, or what its module exports.
  function isFake (filename, exports) {
    if (isCore(filename)) return self._origGetBuiltinModule !== undefined && exports !== self._origGetBuiltinModule.call(process, filename)
    const loaded = Module._cache[filename]
    return loaded === undefined || loaded.exports !== exports || !(loaded instanceof Module)
  }

  function patchedRequire (args, coreOnly) {`,
    },
  ],
};
