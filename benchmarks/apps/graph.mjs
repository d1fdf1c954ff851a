// Loads a generated graph of modules, into whose folder it is copied, and tells how long that took, apart from the
// start-up of the process.

console.log('app: first line');
const before = performance.now();
await import('./m0.mjs');
process.send({ graphMs: performance.now() - before });
process.on('message', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
