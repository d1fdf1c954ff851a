/**
 * Listens, says where, and on SIGTERM or SIGINT takes no more requests, finishes the ones under way, and calls `close`.
 * The process then ends by itself.
 */
export function serve(name, app, port, close = async () => {}) {
  const server = app.listen(port, (error) => {
    if (error) throw error;
    console.log(`${name} listening on http://127.0.0.1:${server.address().port}`);
  });

  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      console.log(`${name} is stopping`);
      server.close(() =>
        close().catch((error) => {
          console.error('could not stop cleanly:', error);
          process.exitCode = 1;
        }),
      );
    });
  }
  return server;
}
