// The server of the page: its files, and what it asks for.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pages } from '../receive/http';
import { QueryError } from '../search/language';
import { askSources, type Ask } from '../search/questions';
import { createSearch } from '../search/search';
import type { Store, StoreInlet } from '../store/store';
import { answerOf, exportOf, queryOf, type Sources } from './api';
import type { Prices } from './ai';
import { createAssets } from './assets';
import { changeOf } from './changes';
import { createFeed } from './feed';

export { isPageFolder } from './assets';

declare const FIRSTLIGHT_VERSION: string | undefined;

/** What answers at /mcp, see collector/mcp. */
export interface McpServer {
  handleHttp(ask: Ask, version: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export interface ViewerOptions {
  /** The name of the session that is looked at, if it is a saved one. */
  file?: string | undefined;
  mcp?: (() => McpServer) | undefined;
  /** What tokens cost. */
  prices?: Prices | undefined;
}

export interface Viewer {
  handle: Pages;
  close(): void;
}

/**
 * Nothing from anywhere else, no script that is not the page's own, no one's frame; what is shown is text, and trusted
 * types make sure of it.
 */
const SECURITY = {
  'content-security-policy': [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Starts the server of the page over a store.
 *
 * @param folder Where the build put the page.
 */
export function startViewer(
  store: Store & StoreInlet,
  folder: string,
  { file, mcp, prices }: ViewerOptions = {},
): Viewer {
  const version = typeof FIRSTLIGHT_VERSION === 'string' ? FIRSTLIGHT_VERSION : 'source';
  const search = createSearch(store);
  const sources: Sources = { store, search, prices };
  const feed = createFeed(store, search, {
    version,
    ...(file !== undefined && { file }),
  });
  const assetOf = createAssets(folder);

  function answer(request: IncomingMessage, response: ServerResponse, path: string): boolean {
    if (!path.startsWith('/api/')) return false;
    const query = new URLSearchParams(request.url!.split('?')[1] ?? '');
    const json = (status: number, body: unknown): void =>
      send(request, response, status, JSON_TYPE, JSON.stringify(body));
    const [, traceId] = /^\/api\/traces\/([0-9a-f]{32})\.jsonl$/.exec(path) ?? [];
    try {
      if (path === '/api/events') open(request, response);
      else if (path === '/api/export' || traceId !== undefined) {
        const lines = exportOf(sources, traceId === undefined ? queryOf(query) : { text: `trace=${traceId}` });
        if (lines.length === 0 && traceId !== undefined) return missing();
        const name = traceId === undefined ? 'firstlight' : `trace-${traceId}`;
        send(request, response, 200, 'application/jsonl', lines.map((line) => `${line}\n`).join(''), {
          'content-disposition': `attachment; filename="${name}.jsonl"`,
        });
      } else {
        const found = answerOf(sources, path, query);
        if (found === undefined) return missing();
        json(200, found);
      }
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      json(400, { message: error.message });
    }
    return true;

    function missing(): boolean {
      if (!/^\/api\/traces\/[0-9a-f]{32}(\.jsonl)?$/.test(path)) return false;
      json(404, { message: 'this trace is not in the store (any more)' });
      return true;
    }
  }

  function open(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'HEAD') return send(request, response, 200, 'text/event-stream', '');
    response.writeHead(200, { ...SECURITY, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    if (!feed.open(response)) response.end('event: full\ndata: {}\n\n');
  }

  return {
    handle(request, response, path) {
      if (path === '/mcp' && mcp) {
        mcp()
          .handleHttp(askSources(sources), version, request, response)
          .catch(() => response.destroy());
        return true;
      }
      const change = request.method === 'POST' ? changeOf(store, request, path) : undefined;
      if (change) {
        void change.then(({ status, body }) => send(request, response, status, JSON_TYPE, JSON.stringify(body)));
        return true;
      }
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      const asset = assetOf(path);
      if (!asset) return answer(request, response, path);
      const headers = { etag: asset.etag, 'cache-control': 'no-cache', vary: 'accept-encoding' };
      if (request.headers['if-none-match'] === asset.etag) response.writeHead(304, { ...SECURITY, ...headers }).end();
      else if (/\bgzip\b/.test(String(request.headers['accept-encoding'])))
        send(request, response, 200, asset.type, asset.gzipped, { ...headers, 'content-encoding': 'gzip' });
      else send(request, response, 200, asset.type, asset.bytes, headers);
      return true;
    },
    close() {
      feed.close();
      search.close();
    },
  };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'cache-control': 'no-store',
    ...SECURITY,
    ...headers,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
