// Whether the OpAMP server answers.
import { encodeAgentToServer } from '../../../lib/export/opamp/agent-to-server';
import { createInstanceUid, textOfUid } from '../../../lib/export/opamp/instance-uid';
import { createPost } from '../../../lib/export/opamp/post';
import { decodeServerToAgent } from '../../../lib/export/opamp/server-to-agent';
import { redact } from '../../../lib/redaction';
import { packageVersion } from '../../package-root';
import type { DoctorContext } from '../context';
import type { Finding } from '../finding';
import { found } from '../table';

const TIMEOUT_MS = 5_000;

/** Sends the message of a process that ends at once, so that the server keeps nothing. */
export async function checkOpamp({ config }: DoctorContext): Promise<Finding[]> {
  const url = config.FIRSTLIGHT_OPAMP_ENDPOINT;
  if (url === undefined || !config.telemetryEnabled) return [];
  const target = {
    url,
    headers: config.FIRSTLIGHT_OPAMP_HEADERS ?? {},
    certificate: config.OTEL_EXPORTER_OTLP_CERTIFICATE,
    clientCertificate: config.OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE,
    clientKey: config.OTEL_EXPORTER_OTLP_CLIENT_KEY,
  };
  const instanceUid = createInstanceUid();
  const message = encodeAgentToServer({ instanceUid, sequence: 1, disconnects: true });
  const started = performance.now();
  const post = createPost(target, `firstlight/${packageVersion()}`, TIMEOUT_MS);
  const { body, failure } = await post.send(message, textOfUid(instanceUid));
  const ms = Math.round(performance.now() - started);
  const place = redact(url);
  const answer = failure === undefined ? decodeServerToAgent(body, instanceUid) : undefined;
  if (answer && !answer.error) return [found('opamp-answered', `${place}, in ${ms} ms`, { url: place, ms })];
  const reason = failure ?? answer?.error?.message ?? 'what it answers is no message of an OpAMP server';
  return [found('opamp-failed', `${place}: ${reason}`, { url: place })];
}
