// Loads a generated graph of modules and tells how long that took, apart from the start-up of the process.
import { pathToFileURL } from 'node:url';

console.log('app: first line');
const before = performance.now();
await import(pathToFileURL(process.argv[2]).href);
process.send({ graphMs: performance.now() - before });
process.on('message', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
