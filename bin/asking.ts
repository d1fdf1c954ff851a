// Where `query` and `mcp` ask: a collector that runs on this machine, or saved sessions.
import { askCollector, createAskedStore, type Ask } from '../collector';
import { STORE_BYTES } from './receiving';
import { readSessions } from './sessions';

/** No one listens at the port. */
export class NoCollector extends Error {
  override name = 'NoCollector';
}

/** Asks the collector at a port of this machine. Its answers are NoCollector errors while there is none. */
export function askPort(port = 4318): Ask {
  const url = `http://127.0.0.1:${port}/`;
  const ask = askCollector(url);
  return async (path, query) => {
    try {
      return await ask(path, query);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new NoCollector(
        `no collector answers at ${url}: start \`firstlight dev\` or \`firstlight collector\`, name its port with ` +
          '--http-port, or name the file of a saved session',
      );
    }
  };
}

/** Asks saved sessions; an exit code, with a line on stderr, if they cannot be read. */
export async function askFiles(files: readonly string[]): Promise<Ask | number> {
  const { store, ask } = createAskedStore(STORE_BYTES);
  const code = await readSessions(store, files);
  return code === 0 ? ask : code;
}
