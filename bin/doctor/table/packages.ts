// Findings about the app's dependencies, and about the trial run.
import type { FindingFacts } from '../finding';

export const packageFindings = {
  'packages-seen': { section: 'Packages', severity: 'fine', text: 'looked through the installed packages' },
  'packages-unread': {
    section: 'Packages',
    severity: 'warning',
    text: 'not all installed packages could be looked at',
    remedy:
      'Run the doctor as the user of the app, in the app’s folder. A dependency tree of more than 50,000 ' +
      'folders is looked through in part.',
  },
  'other-agent': {
    section: 'Packages',
    severity: 'warning',
    text: 'another monitoring agent is in this app',
    remedy:
      'Two agents patch the same modules and compete for the trace headers: remove one. If the other one ' +
      'is first, or a flag loads it, firstlight writes logs and request lines only; with ' +
      'FIRSTLIGHT_FORCE=true it starts its telemetry nonetheless.',
  },
  'second-sdk': {
    section: 'Packages',
    severity: 'warning',
    text: 'an OpenTelemetry SDK of the app’s own is here',
    remedy:
      'Remove it and the code that starts it: firstlight brings the SDK. The first one to start has the ' +
      'traces and metrics; see docs/migrating.md.',
  },
  'api-copies': {
    section: 'Packages',
    severity: 'warning',
    text: 'there are several copies of the OpenTelemetry API',
    remedy:
      'npm dedupe, or an entry under overrides in package.json. Copies find each other if their versions are ' +
      'of the same major and none is newer than the one that registered first; firstlight lets in 1.4 to ' +
      '1.10.',
  },
  'api-unfit': {
    section: 'Packages',
    severity: 'warning',
    text: 'a version of the OpenTelemetry API is here that does not find firstlight’s',
    remedy:
      'Install @opentelemetry/api 1.4 or later of major version 1: spans that the app makes with another one ' +
      'are lost without a word.',
  },
  'hook-copies': {
    section: 'Packages',
    severity: 'warning',
    text: 'there are several copies of import-in-the-middle',
    remedy:
      'firstlight brings its own and needs none of these. Each one that is started wraps ES modules once ' +
      'more: find out with npm ls import-in-the-middle who brings them, and remove those who instrument.',
  },
  'library-unsupported': {
    section: 'Packages',
    severity: 'warning',
    text: 'a library has a version that its instrumentation does not know, so it is not traced',
    remedy:
      'Use a version within the range, or look whether a newer firstlight knows yours. Requests and log lines ' +
      'are not affected.',
  },
  'library-without': {
    section: 'Packages',
    severity: 'warning',
    text: 'there is no instrumentation for a library that talks to others',
    remedy:
      'Its calls make no spans of their own. If the time in them matters, make spans by hand: getTracer() ' +
      'of firstlight, docs/api.md.',
  },
  'library-disabled': {
    section: 'Packages',
    severity: 'warning',
    text: 'the instrumentation of a library that is installed is switched off',
    remedy: 'Remove it from OTEL_NODE_DISABLED_INSTRUMENTATIONS, or add it to OTEL_NODE_ENABLED_INSTRUMENTATIONS.',
  },
} as const satisfies Record<string, FindingFacts>;

export const trialFindings = {
  'trial-traced': { section: 'Trial run', severity: 'fine', text: 'traced' },
  'trial-logged': { section: 'Trial run', severity: 'fine', text: 'logged' },
  'trial-measured': { section: 'Trial run', severity: 'fine', text: 'measured' },
  'trial-complete': { section: 'Trial run', severity: 'fine', text: 'nothing was dropped and nothing was lost' },
  'trial-untraced': {
    section: 'Trial run',
    severity: 'warning',
    text: 'firstlight started, and no span arrived',
    remedy:
      'A server that gets no requests makes no spans: send it some while it runs, or let the doctor do it ' +
      'with --url http://localhost:3000/ and --seconds 20.',
  },
  'trial-not-started': {
    section: 'Trial run',
    severity: 'broken',
    text: 'firstlight did not start in the app',
    remedy:
      'The command starts no Node.js process that inherits NODE_OPTIONS, the runtime is not supported, or the ' +
      'process is one that firstlight leaves alone (npm, a compiler). Start node itself: firstlight doctor -- ' +
      'node app.js.',
  },
  'trial-not-run': {
    section: 'Trial run',
    severity: 'broken',
    text: 'the command cannot be run',
    remedy: 'Check its spelling and the PATH.',
  },
  'trial-failed': {
    section: 'Trial run',
    severity: 'broken',
    text: 'the app ended by itself, and with an error',
    remedy:
      'The app’s last words are shown. Run it without firstlight: if it fails there too, the error is its ' +
      'own; if not, please report it.',
  },
  'trial-killed': {
    section: 'Trial run',
    severity: 'warning',
    text: 'the app did not end when it was asked to, and was killed',
    remedy:
      'It handles SIGTERM and stays. What stops it in production will kill it, too, and what it had not ' +
      'sent by then is lost.',
  },
  'trial-unanswered': {
    section: 'Trial run',
    severity: 'warning',
    text: 'the app never answered at the URL',
    remedy: 'Check the port and the path of --url, and give the app more time with --seconds.',
  },
  'trial-dropped': {
    section: 'Trial run',
    severity: 'warning',
    text: 'telemetry or log lines were dropped',
    remedy:
      'The app makes more than was taken in time. Raise OTEL_BSP_MAX_QUEUE_SIZE, FIRSTLIGHT_MAX_QUEUE_BYTES ' +
      'or FIRSTLIGHT_LOG_BUFFER_BYTES, or log less.',
  },
  'trial-lost': {
    section: 'Trial run',
    severity: 'warning',
    text: 'log lines name spans that never arrived',
    remedy:
      'The process was killed before it could deliver, or ended otherwise than by SIGTERM, an exit or a ' +
      'crash; or FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS is too short.',
  },
  'trial-said': {
    section: 'Trial run',
    severity: 'warning',
    text: 'firstlight had something to say while the app ran',
    remedy: 'docs/errors.md has each code, with its remedy.',
  },
  'modules-earlier': {
    section: 'Trial run',
    severity: 'warning',
    text: 'modules were loaded before firstlight, and what is called in them may not be traced',
    remedy: 'Load firstlight first: --require in NODE_OPTIONS comes before every other flag.',
  },
} as const satisfies Record<string, FindingFacts>;
