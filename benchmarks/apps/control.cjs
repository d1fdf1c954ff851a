// What every benchmarked server answers over IPC. Used by the apps; it is not part of what is measured.
'use strict';

let served = 0;

/** Counts one answered request. */
exports.served = () => {
  served += 1;
};

/** Answers `usage` and `stop`, and tells the parent the port once `server` listens. */
exports.control = (server, more = {}) => {
  process.on('message', (verb) => {
    if (verb === 'usage') process.send({ usage: { cpu: process.cpuUsage(), rss: process.memoryUsage.rss(), served } });
    if (verb === 'stop') process.exit(0);
  });
  process.on('disconnect', () => process.exit(0));
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, ...more }));
};
