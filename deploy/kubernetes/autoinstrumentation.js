'use strict';
// The entry that the OpenTelemetry Operator preloads: NODE_OPTIONS=--require
// /otel-auto-instrumentation-nodejs/autoinstrumentation.js
// It lies beside register.js, is injected into apps that nobody asked, and so must parse and do no harm on any Node.js.
// Files given by --require run in the threads of module hooks, too; those have no parent port, and nothing may start
// there.
try {
  var threads = require('worker_threads');
  if (threads.isMainThread || threads.parentPort !== null) require('./register.js');
} catch (error) {
  process.stderr.write(
    JSON.stringify({
      level: 'error',
      message: 'firstlight could not be loaded, the app runs without it: ' + (error && error.message),
      code: 'FL_STAGE_FAILED',
    }) + '\n',
  );
}
