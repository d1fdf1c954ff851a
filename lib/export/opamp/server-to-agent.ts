import { bytesOf, fieldsOf, numberOf } from '../otlp/protobuf-fields';

/** A file of a remote configuration. */
export interface RemoteFile {
  readonly name: string;
  readonly body: Buffer;
  readonly contentType: string;
}

/** What a server says, as far as firstlight understands it. */
export interface ServerToAgent {
  /** Something went wrong on its side, or with the last message. */
  readonly error?: { readonly isBadRequest: boolean; readonly message: string; readonly retryAfterMs?: number };
  readonly remoteConfig?: { readonly files: readonly RemoteFile[]; readonly hash: Buffer };
  readonly wantsFullState: boolean;
  /** 0: not said. */
  readonly heartbeatSeconds: number;
  /** Another identifier for this instance, in place of its own. */
  readonly newInstanceUid?: Buffer;
}

const REPORT_FULL_STATE = 1;
const BAD_REQUEST = 1;
const UID_BYTES = 16;

/**
 * Decodes an answer; undefined if it is none to this instance. An empty one says nothing.
 * https://github.com/open-telemetry/opamp-spec/blob/main/specification.md#servertoagent-message
 */
export function decodeServerToAgent(body: Buffer, instanceUid: Buffer): ServerToAgent | undefined {
  if (body.length > 0 && !bytesOf(body, 1)?.equals(instanceUid)) return undefined;
  const [error, config] = [bytesOf(body, 2), bytesOf(body, 3)];
  const newInstanceUid = bytesOf(bytesOf(body, 8), 1);
  return {
    error: error && {
      isBadRequest: numberOf(error, 1) === BAD_REQUEST,
      message: bytesOf(error, 2)?.toString() ?? '',
      retryAfterMs: Math.ceil(numberOf(bytesOf(error, 3), 1) / 1e6) || undefined,
    },
    remoteConfig: config && { files: filesOf(bytesOf(config, 1)), hash: bytesOf(config, 2) ?? Buffer.alloc(0) },
    wantsFullState: numberOf(body, 6) % 2 === REPORT_FULL_STATE,
    heartbeatSeconds: numberOf(bytesOf(bytesOf(body, 4), 2), 4),
    newInstanceUid: newInstanceUid?.length === UID_BYTES ? Buffer.from(newInstanceUid) : undefined,
  };
}

/** The entries of an AgentConfigMap. */
function filesOf(map: Buffer | undefined): RemoteFile[] {
  return [...fieldsOf(map ?? Buffer.alloc(0))].flatMap(([number, entry]) => {
    if (number !== 1 || typeof entry === 'number') return [];
    const file = bytesOf(entry, 2);
    return [
      {
        name: bytesOf(entry, 1)?.toString() ?? '',
        body: bytesOf(file, 1) ?? Buffer.alloc(0),
        contentType: bytesOf(file, 2)?.toString() ?? '',
      },
    ];
  });
}
