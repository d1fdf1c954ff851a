import http from 'node:http';
import { connect } from 'node:net';

export interface Answer {
  status: number;
  reason: string | undefined;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** Sends requests one after the other over one kept-alive connection. */
export async function keepAlive(
  port: number,
  requests: { path: string; headers?: Record<string, string> }[],
): Promise<Answer[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const answers: Answer[] = [];
  for (const { path, headers } of requests) answers.push(await get({ port, path, headers, agent }));
  agent.destroy();
  return answers;
}

export function get(options: http.RequestOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', ...options }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            reason: response.statusMessage,
            headers: response.headers,
            body,
          }),
        );
        response.on('error', reject);
      })
      .on('error', reject);
  });
}

/** Sends GET requests in one write and returns the status lines and headers of the answers, in order. */
export async function pipelined(port: number, paths: string[]): Promise<string[]> {
  const text = await raw(
    port,
    paths
      .map(
        (path, index) =>
          `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${index === paths.length - 1 ? 'Connection: close\r\n' : ''}\r\n`,
      )
      .join(''),
  );
  return text
    .split('HTTP/1.1 ')
    .slice(1)
    .map((answer) => answer.split('\r\n\r\n')[0]!);
}

/** Writes bytes to a new connection and returns all that comes back until the server closes it, or `until` is in it. */
export function raw(port: number, bytes: string, until?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      if (until !== undefined && text.includes(until)) socket.destroy();
    });
    socket.on('close', () => resolve(text)).on('error', reject);
  });
}

/** Sends a GET request and goes away once `gone` is reported to. */
export function abandon(port: number, path: string): { leave(): void } {
  const request = http.get({ host: '127.0.0.1', port, path, agent: false }).on('error', () => {});
  return { leave: () => void request.destroy() };
}
