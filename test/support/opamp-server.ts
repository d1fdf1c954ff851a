import { readFileSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after } from 'node:test';
import { parse, type Type } from 'protobufjs';

const { root } = parse(readFileSync(join(__dirname, '..', 'fixtures', 'opamp', 'opamp.proto'), 'utf8'), {
  keepCase: false,
});
const type = (name: string): Type => root.lookupType(`opamp.proto.v1.${name}`);

/** What an agent has sent, decoded; bytes in hexadecimal. */
export interface AgentMessage {
  readonly instanceUid: string;
  readonly sequenceNum: number;
  readonly capabilities: number;
  readonly agentDescription?: Record<'identifyingAttributes' | 'nonIdentifyingAttributes', KeyValue[]>;
  readonly health?: { readonly healthy?: boolean; readonly status?: string; readonly lastError?: string };
  readonly effectiveConfig?: { configMap: { configMap: Record<string, { body: string; contentType: string }> } };
  readonly remoteConfigStatus?: { lastRemoteConfigHash?: string; status?: string; errorMessage?: string };
  readonly agentDisconnect?: object;
  /** The headers of its request. */
  readonly headers: IncomingMessage['headers'];
}
interface KeyValue {
  readonly key: string;
  readonly value: Record<string, unknown>;
}

export type Respond = (request: IncomingMessage, response: ServerResponse, message: AgentMessage) => void;

export interface OpampServer {
  readonly url: string;
  readonly messages: AgentMessage[];
  /** What is answered from here on: fields of ServerToAgent, by the message. */
  answer: (message: AgentMessage) => object;
  /** Answers in another way; undefined: as above. */
  respond: Respond | undefined;
  /** Offers a remote configuration from here on: files by their names. */
  offer(files: Record<string, { body: string | Buffer; contentType?: string }>, hash?: string): void;
}

/** Encodes a ServerToAgent. */
export const encodeAnswer = (fields: object): Buffer => {
  const answer = type('ServerToAgent');
  return Buffer.from(answer.encode(answer.fromObject(fields)).finish());
};

/** A server of OpAMP over plain HTTP that is closed at the latest when the test file ends. */
export async function openOpampServer(tls?: { key: Buffer; cert: Buffer }): Promise<OpampServer> {
  const messages: AgentMessage[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const decoded = type('AgentToServer').decode(Buffer.concat(chunks));
      const message = {
        ...toPlain(decoded),
        headers: request.headers,
      } as AgentMessage;
      messages.push(message);
      if (server.respond) return server.respond(request, response, message);
      const fields = {
        instanceUid: Buffer.from(message.instanceUid, 'hex'),
        capabilities: 7,
        ...server.answer(message),
      };
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end(encodeAnswer(fields));
    });
  };
  const http = tls ? createSecureServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  after(() => {
    http.closeAllConnections();
    http.close();
  });
  const server: OpampServer = {
    url: `${tls ? 'https://localhost' : 'http://127.0.0.1'}:${(http.address() as AddressInfo).port}/v1/opamp`,
    messages,
    answer: () => ({}),
    respond: undefined,
    offer(files, hash = JSON.stringify(files)) {
      const configMap = Object.fromEntries(
        Object.entries(files).map(([name, { body, contentType = '' }]) => [
          name,
          { body: Buffer.from(body as string), contentType },
        ]),
      );
      server.answer = ({ remoteConfigStatus }) =>
        remoteConfigStatus?.lastRemoteConfigHash === Buffer.from(hash).toString('hex')
          ? {}
          : { remoteConfig: { config: { configMap }, configHash: Buffer.from(hash) } };
    },
  };
  return server;
}

function toPlain(message: ReturnType<Type['decode']>): object {
  const plain = type('AgentToServer').toObject(message, { longs: Number, enums: String, bytes: Array });
  const texts = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value) && value.every((each) => typeof each === 'number'))
      return Buffer.from(value).toString(key === 'body' ? 'utf8' : 'hex');
    if (Array.isArray(value)) return value.map((each) => texts(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, texts(each, name)]));
  };
  return texts(plain) as object;
}
