// The server of the page: its files, and what it asks for. Everything is read only.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pages } from '../receive/http';
import { encodeLine } from '../saving/encode';
import type { Store } from '../store/store';
import { createAssets } from './assets';
import { chartsOf } from './charts';
import { detailOf } from './detail';
import { createFeed } from './feed';
import { mapOf } from './map';
import type { TimeRange } from './slots';
import { createTraceIndex } from './traces';

export { isPageFolder } from './assets';

declare const FIRSTLIGHT_VERSION: string | undefined;

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
 * @param file The name of the session that is looked at, if it is a saved one.
 */
export function startViewer(store: Store, folder: string, file?: string): Viewer {
  const index = createTraceIndex(store);
  const feed = createFeed(store, index, {
    version: typeof FIRSTLIGHT_VERSION === 'string' ? FIRSTLIGHT_VERSION : 'source',
    ...(file !== undefined && { file }),
  });
  const assetOf = createAssets(folder);

  function answer(request: IncomingMessage, response: ServerResponse, path: string): boolean {
    const query = new URLSearchParams(request.url!.split('?')[1] ?? '');
    const [, traceId, download] = /^\/api\/traces\/([0-9a-f]{32})(\.jsonl)?$/.exec(path) ?? [];
    if (traceId !== undefined) {
      const spans = index.spansOf(traceId);
      if (spans.length === 0)
        send(
          request,
          response,
          404,
          JSON_TYPE,
          JSON.stringify({ message: 'this trace is not in the store (any more)' }),
        );
      else if (download === undefined)
        send(request, response, 200, JSON_TYPE, JSON.stringify(detailOf(spans, store.logs)));
      else {
        const logs = store.logs.filter((entry) => entry.traceId === traceId);
        const lines = [encodeLine('traces', spans), ...(logs.length > 0 ? [encodeLine('logs', logs)] : [])];
        send(request, response, 200, 'application/jsonl', `${lines.join('\n')}\n`, {
          'content-disposition': `attachment; filename="trace-${traceId}.jsonl"`,
        });
      }
      return true;
    }
    if (path === '/api/metrics')
      send(
        request,
        response,
        200,
        JSON_TYPE,
        JSON.stringify(chartsOf(store.spans, store.series.values(), rangeOf(query), query.getAll('metric'))),
      );
    else if (path === '/api/map') send(request, response, 200, JSON_TYPE, JSON.stringify(mapOf(store.spans)));
    else if (path === '/api/events') open(request, response);
    else return false;
    return true;
  }

  function open(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'HEAD') return send(request, response, 200, 'text/event-stream', '');
    response.writeHead(200, { ...SECURITY, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    if (!feed.open(response)) response.end('event: full\ndata: {}\n\n');
  }

  return {
    handle(request, response, path) {
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
      index.close();
    },
  };
}

/** The time that a question is about. */
function rangeOf(query: URLSearchParams): TimeRange {
  const moment = (name: string): number | undefined =>
    /^\d{1,16}$/.test(query.get(name) ?? '') ? Number(query.get(name)) : undefined;
  return { fromMs: moment('from'), toMs: moment('to') };
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
