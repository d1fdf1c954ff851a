// Tells how many files were evaluated before the app: every script that V8 holds, from node_modules or not, bar Node's
// own.
'use strict';

const { Session } = require('node:inspector');
const session = new Session();
const urls = new Set();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (url && !url.startsWith('node:') && !url.endsWith('/apps/modules.cjs')) urls.add(url);
});
session.post('Debugger.enable', () => {
  process.send({ modules: urls.size });
  process.on('disconnect', () => process.exit(0));
  process.on('message', () => process.exit(0));
});
