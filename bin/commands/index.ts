// The commands; each lives in its own file and is loaded when it is asked for.
import { suggestion } from '../command-line/suggestion';
import type { OptionTable } from '../command-line/options';
import type { Ending } from '../process-end';
import { UsageError } from '../command-line/usage-error';

/** What the file of a command exports. */
export interface CommandModule {
  options: OptionTable;
  run(args: string[]): Promise<Ending>;
}

export interface Command {
  name: string;
  /** One line for the general help. */
  summary: string;
  /** What follows `firstlight` on the command line. */
  usage: string;
  /** The rest of the command's help. */
  about: string;
  load(): CommandModule;
}

export const COMMANDS: readonly Command[] = [
  {
    name: 'dev',
    summary: 'run an app with firstlight and print its traces beside its log lines',
    usage: 'dev [options] [--] <command> [arguments]',
    about: [
      'Starts a collector on this machine, runs the command with firstlight preloaded, and prints each ' +
        'finished trace as a tree on stderr.',
      'The app keeps its terminal: stdin, stdout, stderr, signals and exit code are its own. A file such as ' +
        'app.js runs with this Node.js.',
      '',
      'Examples:',
      '  firstlight dev node app.js',
      '  firstlight dev --quiet -- node --max-old-space-size=512 app.js --port 3000',
      '  firstlight dev npm start',
      '  firstlight dev --watch tsx app.ts',
      '  firstlight dev --run web="node web.js" --run worker="node worker.js"',
      '',
      'Exit codes: those of the app; 64 wrong usage, 69 port taken, 126 command not executable, 127 command not found.',
    ].join('\n'),
    load: () => require('./dev') as CommandModule,
  },
  {
    name: 'collector',
    summary: 'receive OTLP on this machine and print finished traces',
    usage: 'collector [options]',
    about: [
      'Receives OTLP over gRPC and HTTP (protobuf and JSON) on loopback, keeps the newest in memory, and ' +
        'prints each finished trace on stdout.',
      'SIGINT or SIGTERM ends it.',
      '',
      'Exit codes: 0; 64 wrong usage, 69 port taken.',
    ].join('\n'),
    load: () => require('./collector') as CommandModule,
  },
  {
    name: 'view',
    summary: 'show a saved session on the page',
    usage: 'view [options] <file or folder>...',
    about: [
      'Reads files of OTLP/JSON lines, plain or gzip, and folders of them, such as `firstlight dev --save <folder>` ' +
        'makes or the file exporter of the OpenTelemetry Collector, and shows them on a page.',
      'SIGINT or SIGTERM ends it.',
      '',
      'Exit codes: 0; 64 wrong usage, 65 no OTLP/JSON in the file, 66 the file cannot be read, 69 port taken.',
    ].join('\n'),
    load: () => require('./view') as CommandModule,
  },
  {
    name: 'query',
    summary: 'search traces and log lines, of a running collector or of a saved session',
    usage: 'query [options] <query> [file]...',
    about: [
      'Searches what `firstlight dev` or `firstlight collector` received, or saved sessions. All parts of a query ' +
        'have to hold: words, and conditions',
      'on fields and attributes with = != > >= < <=. docs/local-view.md explains the language.',
      '',
      'Examples:',
      "  firstlight query 'service=web status=error'",
      "  firstlight query --logs --last 5m 'level>=warn request=4f0c…'",
      "  firstlight query --statistics '' sessions/",
      "  firstlight query --json 'duration>1s http.route=/orders/*' session.jsonl.gz",
      '',
      'Exit codes: 0 something was found, 1 nothing was; 64 wrong usage, 65 no OTLP/JSON in the file, 66 the file ' +
        'cannot be read, 69 no collector answers.',
    ].join('\n'),
    load: () => require('./query') as CommandModule,
  },
  {
    name: 'mcp',
    summary: 'answer a coding agent about traces and log lines (Model Context Protocol, on stdio)',
    usage: 'mcp [options] [file]...',
    about: [
      'A server of the Model Context Protocol for coding agents: services, search, traces as trees, errors since a ' +
        'moment, statistics, waiting for the next request.',
      'It asks the collector of `firstlight dev` or `firstlight collector`, or saved sessions. A running collector ' +
        'answers by itself at http://127.0.0.1:4318/mcp, too.',
      'Answers are bounded, and secrets are hidden. docs/local-view.md says how agents are configured.',
      '',
      'Exit codes: 0; 64 wrong usage, 65 no OTLP/JSON in the file, 66 the file cannot be read.',
    ].join('\n'),
    load: () => require('./mcp') as CommandModule,
  },
  {
    name: 'log-level',
    summary: 'change the log levels of a running process for a while',
    usage: 'log-level [options] <process ID> <level>',
    about: [
      'Writes the file that the process watches: it has to be started with FIRSTLIGHT_LOG_LEVEL_FILE. No port ' +
        'is opened and no signal sent.',
      'The level holds for ten minutes or as long as --for says, then all is as configured.',
      '',
      'Examples:',
      '  firstlight log-level 4711 debug --for 60s',
      '  firstlight log-level 4711 silly --logger "db.*"',
      '  firstlight log-level --file /run/shop/log-level debug',
      '',
      'Exit codes: 0; 64 wrong usage, 69 there is no such process or it watches no file, 73 the file cannot be ' +
        'written.',
    ].join('\n'),
    load: () => require('./log-level') as CommandModule,
  },
  {
    name: 'config',
    summary: 'print every configuration variable, its value and where it came from',
    usage: 'config [options] [app.js]',
    about: [
      'Reads the environment as the preload would, and names bad values and unknown variables. Secrets are redacted.',
      "The app's main file, if given, is where the service name is looked for.",
      '',
      'Exit codes: 0; 64 wrong usage, 78 bad values under FIRSTLIGHT_STRICT=true.',
    ].join('\n'),
    load: () => require('./config') as CommandModule,
  },
  {
    name: 'doctor',
    summary: 'say what will happen when an app starts with firstlight, and what is wrong',
    usage: 'doctor [options] [--] [command] [arguments]',
    about: [
      'Looks at Node.js, the flags, the configuration, the way to the OTLP endpoint step by step, and the ' +
        'installed packages. Each finding comes with a',
      'remedy and a section of docs/doctor.md. To the endpoint it sends one export request for each signal, ' +
        'with nothing in it.',
      'With a command it also runs the app for a while, receives its telemetry itself, and reports what was ' +
        'traced, logged, dropped and lost.',
      '',
      'Examples:',
      '  firstlight doctor',
      '  firstlight doctor --seconds 20 --url http://localhost:3000/ -- node app.js',
      '',
      'Exit codes: 0 all is well, 1 warnings, 2 broken; 64 wrong usage.',
    ].join('\n'),
    load: () => require('./doctor') as CommandModule,
  },
  {
    name: 'warm',
    summary: 'write the code cache for this Node.js: apps start faster',
    usage: 'warm [options] [-- flags of Node.js]',
    about: [
      'Compiles firstlight once and keeps the result in its own folder, dist/cache, for exactly this version ' +
        'of Node.js. Prints the file and its size.',
      'Run it when an image is built, with the Node.js of the image, as the owner of the folder. Without it, ' +
        'everything works and starts more slowly.',
      'Where apps run with flags that V8 compiles by (--max-old-space-size=512), name them after --: they ' +
        'have a cache of their own.',
      'A cache counts only if its file and folder belong to root or to the user of the app, and no other user ' +
        'can write them.',
      '',
      'Exit codes: 0; 64 wrong usage, 70 the cache could not be made, 73 the folder cannot be written.',
    ].join('\n'),
    load: () => require('./warm') as CommandModule,
  },
];

/** The command of that name. Throws a UsageError with a did-you-mean. */
export function findCommand(name: string): Command {
  const found = COMMANDS.find((command) => command.name === name);
  if (found) return found;
  if (name.startsWith('-')) {
    const meant = suggestion(name.replace(/^-+/, ''), ['help', 'version']);
    const hint = meant ? `, did you mean "--${meant}"?` : '; options follow the command';
    throw new UsageError(`unknown option "${name}"${hint} (firstlight --help lists all)`);
  }
  const meant = suggestion(
    name,
    COMMANDS.map((command) => command.name),
  );
  throw new UsageError(
    `unknown command "${name}"${meant ? `, did you mean "${meant}"?` : ''} ` + `(firstlight --help lists all)`,
  );
}
