// What arrived, by service. Each run has a service name of its own, so a late batch of one run never counts for the
// next.

import { countRequest } from './count.mjs';

/** Keeps the counts. `spans` counts each span ID once: one that is delivered twice is one span, and one duplicate. */
export function createTally() {
  const services = new Map();
  const seen = new Map();

  const of = (service) => {
    if (!services.has(service)) {
      services.set(service, {
        spans: 0,
        duplicates: 0,
        kinds: {},
        names: {},
        logs: 0,
        bodies: {},
        metrics: 0,
        requests: 0,
      });
      seen.set(service, new Set());
    }
    return services.get(service);
  };

  const on = {
    span(service, span) {
      const counts = of(service);
      const ids = seen.get(service);
      if (ids.has(span.id)) {
        counts.duplicates += 1;
        return;
      }
      ids.add(span.id);
      counts.spans += 1;
      counts.kinds[span.kind] = (counts.kinds[span.kind] ?? 0) + 1;
      counts.names[span.name] = (counts.names[span.name] ?? 0) + 1;
    },
    log(service, body) {
      const counts = of(service);
      counts.logs += 1;
      counts.bodies[body] = (counts.bodies[body] ?? 0) + 1;
    },
    metric(service) {
      of(service).metrics += 1;
    },
  };

  return {
    add: (signal, request) => countRequest(signal, request, on),
    counts: (service) => of(service),
    forget(service) {
      services.delete(service);
      seen.delete(service);
    },
  };
}
