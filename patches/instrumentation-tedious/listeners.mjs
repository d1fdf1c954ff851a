export default {
  package: '@opentelemetry/instrumentation-tedious',
  file: 'build/src/instrumentation.js',
  fault:
    'Listeners on the request and the connection of the app can be counted and removed, and the one for errors makes an error disappear that has no other listener.',
  upstream:
    'https://github.com/open-telemetry/opentelemetry-js-contrib/blob/main/packages/instrumentation-tedious/src/instrumentation.ts',
  marker: ['instrumentations/tedious.js', 'watchEvents'],
  replacements: [
    { find: `'connect', this._patchConnect);`, replace: `'connect', this._patchConnect.bind(this));` },
    {
      find: `        return function patchedConnect() {
            setDatabase.call(this, this.config?.options?.database);
            // remove the listener first in case it's already added
            this.removeListener('databaseChange', setDatabase);
            this.on('databaseChange', setDatabase);
            this.once('end', () => {
                this.removeListener('databaseChange', setDatabase);
            });`,
      replace: `        const thisPlugin = this;
        return function patchedConnect() {
            if (!(CURRENT_DATABASE in this))
                thisPlugin.watchEvents(this, { databaseChange: name => setDatabase.call(this, name) });
            setDatabase.call(this, this.config?.options?.database);`,
    },
    {
      find: `                    request.removeListener('done', incrementStatementCount);
                    request.removeListener('doneInProc', incrementStatementCount);
                    request.removeListener('doneProc', incrementProcCount);
                    request.removeListener('error', endSpan);
`,
      replace: `                    unwatch();
`,
    },
    {
      find: `                request.on('done', incrementStatementCount);
                request.on('doneInProc', incrementStatementCount);
                request.on('doneProc', incrementProcCount);
                request.once('error', endSpan);
`,
      replace: `                const unwatch = thisPlugin.watchEvents(request, {
                    done: incrementStatementCount, doneInProc: incrementStatementCount, doneProc: incrementProcCount, error: endSpan,
                });
`,
    },
  ],
};
