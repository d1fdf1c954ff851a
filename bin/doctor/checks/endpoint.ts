// Whether telemetry would arrive.
import { packageVersion } from '../../package-root';
import type { OtlpTarget, Signal } from '../../../lib/config';
import { SIGNALS } from '../../../lib/otlp';
import type { Finding } from '../finding';
import { checkReachable } from '../endpoint/check';
import type { DoctorContext } from '../context';

export async function checkEndpoint({ config }: DoctorContext): Promise<Finding[]> {
  if (!config.telemetryEnabled) return [];
  const ways = new Map<string, [Signal, OtlpTarget][]>();
  for (const signal of SIGNALS) {
    const target = config.otlp[signal];
    if (!target.exporters.includes('otlp')) continue;
    const { protocol, url, certificate, clientCertificate, clientKey } = target;
    // Signals share the way to their endpoint; credentials in a URL are none of the way's business.
    const { host, pathname, protocol: scheme } = new URL(url);
    const key = JSON.stringify([
      protocol === 'grpc',
      scheme,
      host || pathname,
      certificate,
      clientCertificate,
      clientKey,
    ]);
    ways.set(key, [...(ways.get(key) ?? []), [signal, target]]);
  }
  return (
    await Promise.all([...ways.values()].map((targets) => checkReachable(targets, `firstlight/${packageVersion()}`)))
  ).flat();
}
