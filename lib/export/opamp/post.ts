import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { createAgent, type HttpTarget } from '../otlp/http-agent';
import { retryAfterOf } from '../otlp/response';

/** The longest answer that is read. */
const MOST_BYTES = 4 * 1024 * 1024;
const TYPE = 'application/x-protobuf';
const TIMEOUT_MS = 10_000;
const TOO_LARGE = 413;

/** A server, and what to send along. */
export interface OpampTarget extends HttpTarget {
  readonly headers: Readonly<Record<string, string>>;
}

/** What came of a request; without a `failure` the body is the server's message. */
export interface Reply {
  readonly body: Buffer;
  readonly failure?: string;
  /** How long the server asks to wait, in ms. */
  readonly retryAfterMs?: number;
  /** The same message will never be taken. */
  readonly isTooLarge?: boolean;
}

/** Requests to one server, each on a connection that may be kept. Redirects are not followed. */
export interface Post {
  /**
   * Never rejects.
   * @param onWritten Called when the operating system has all of the request.
   */
  send(body: Buffer, uid: string, onWritten?: () => void): Promise<Reply>;
}

const failed = (failure: string, more: Partial<Reply> = {}): Reply => ({ body: Buffer.alloc(0), failure, ...more });

/** @param timeoutMs For all of a request: name, connection, answer. */
export function createPost(target: OpampTarget, userAgent: string, timeoutMs: number = TIMEOUT_MS): Post {
  let agent: Agent | undefined;
  const { request } = (
    target.url.startsWith('https:') ? require('node:https') : require('node:http')
  ) as typeof import('node:http');
  const post = (body: Buffer, uid: string, onWritten: () => void): Promise<Reply> =>
    new Promise((resolve) => {
      const headers = {
        ...target.headers,
        'user-agent': userAgent,
        'content-type': TYPE,
        'content-length': body.length,
        'opamp-instance-uid': uid,
      };
      let isLate = false;
      const late = setTimeout(() => {
        isLate = true;
        outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`));
      }, timeoutMs);
      const settle = (reply: Reply): void => {
        clearTimeout(late);
        resolve(reply);
      };
      const open = (isAgain = false): ClientRequest =>
        request(target.url, { method: 'POST', agent, headers }, (answer) => void read(answer).then(settle))
          .on('error', (error: Error) => {
            // The server was closing the connection that was kept.
            if (outgoing.reusedSocket && !isAgain && !isLate) outgoing = open(true);
            else settle(failed(error.message || String(error)));
          })
          .on('finish', onWritten)
          .end(body);
      let outgoing = open();
    });
  return {
    async send(body, uid, onWritten = () => {}) {
      try {
        agent ??= createAgent(target);
        const reply = await post(body, uid, onWritten);
        if (reply.failure !== undefined) {
          // A certificate may be renewed until the next one.
          agent.destroy();
          agent = undefined;
        }
        return reply;
      } catch (error) {
        return failed((error as Error).message);
      }
    },
  };
}

async function read(answer: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST_BYTES) return failed(`the answer has more than ${MOST_BYTES / 1024 / 1024} MiB`);
      chunks.push(chunk);
    }
  } catch {
    return failed('the answer broke off');
  }
  const { statusCode: status = 0, headers } = answer;
  if (status !== 200)
    return failed(`HTTP ${status} ${answer.statusMessage}`.trim(), {
      isTooLarge: status === TOO_LARGE,
      retryAfterMs: status === 429 || status === 503 ? retryAfterOf(headers['retry-after']) : undefined,
    });
  const type = headers['content-type']?.split(';', 1)[0]?.trim() ?? TYPE;
  if (type !== TYPE || headers['content-encoding'])
    return failed(`HTTP 200 with ${headers['content-encoding'] ?? type}, which is no answer of an OpAMP server`);
  return { body: Buffer.concat(chunks) };
}
