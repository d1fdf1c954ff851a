import type { CodeFacts } from '../errors';

/** Codes of remote configuration. */
export const remoteCodes = {
  FL_OPAMP_APPLIED: {
    level: 'info',
    text: 'a remote configuration was applied while the process runs',
    remedy:
      'Nothing to do: the OpAMP server that FIRSTLIGHT_OPAMP_ENDPOINT names asked for it. What it does not name is ' +
      'as at the start.',
  },
  FL_OPAMP_REFUSED: {
    level: 'warn',
    text: 'a remote configuration cannot be applied, and what held before still holds',
    remedy:
      'Correct what the line names, at the OpAMP server, which gets the same report. docs/remote-configuration.md ' +
      'has what may be changed.',
  },
  FL_OPAMP_FAILED: {
    level: 'warn',
    text: 'the OpAMP server gives no usable answer, and the configuration stays as it is',
    remedy:
      'Check FIRSTLIGHT_OPAMP_ENDPOINT (usually port 4320, path /v1/opamp), FIRSTLIGHT_OPAMP_HEADERS and the ' +
      'certificates. firstlight asks again, at most every five minutes.',
  },
  FL_OPAMP_UNAVAILABLE: {
    level: 'warn',
    text: 'no OpAMP server is asked, since there is no exporter thread to do it',
    remedy: 'Unset FIRSTLIGHT_EXPORTER_THREAD=false, or let the process start threads (--allow-worker).',
  },
} as const satisfies Record<string, CodeFacts>;
