import { remoteCodes } from './errors/remote';

/**
 * The one table of firstlight's codes. Every line that firstlight itself writes carries one of them in its `code`
 * field, so that people can search for it and machines can match it. Codes never change their meaning; texts may.
 * `docs/errors.md` is generated from this table, and a test holds the two together.
 */
export type CodeLevel = 'error' | 'warn' | 'info' | 'debug';

export interface CodeFacts {
  /** The level of the line that carries the code. */
  readonly level: CodeLevel;
  /** What happened, as the start of a sentence; the code that writes the line adds details. */
  readonly text: string;
  /** What a person can do about it. */
  readonly remedy: string;
}

export const codes = {
  FL_STARTED: {
    level: 'info',
    text: 'firstlight started',
    remedy: 'Nothing to do: the line names the service, the endpoint and the versions, once per process tree.',
  },
  FL_STARTUP: {
    level: 'info',
    text: 'where the time before the app’s first line went',
    remedy: 'Nothing to do: FIRSTLIGHT_TRACE_STARTUP asked for it.',
  },
  FL_TELEMETRY_DISABLED: {
    level: 'info',
    text: 'telemetry is disabled: logs and request lines only, no SDK is started and no socket opened',
    remedy: 'Unset OTEL_ENABLED=false or OTEL_SDK_DISABLED=true to have traces and metrics again.',
  },
  FL_RUNTIME_UNSUPPORTED: {
    level: 'warn',
    text: 'this runtime is not supported, the app runs without firstlight',
    remedy: 'Use Node.js 20.6 or later. Bun and Deno are not supported.',
  },
  FL_ALREADY_LOADED: {
    level: 'warn',
    text: 'a second copy of firstlight is loaded in this process and does nothing',
    remedy:
      'Load firstlight once: remove the second --import or --require, from the command line or from NODE_OPTIONS.',
  },
  FL_SECOND_SDK: {
    level: 'warn',
    text: 'a second OpenTelemetry SDK is in this process',
    remedy:
      'Remove one of the two. The first one has the traces and metrics: if firstlight came second, it ' +
      'writes logs and request lines only; if it came first, the app’s instrumentations that firstlight ' +
      'has, too, are left out, so that nothing is patched twice. OTEL_NODE_DISABLED_INSTRUMENTATIONS names ' +
      'those that the app shall do itself.',
  },
  FL_OTHER_AGENT: {
    level: 'warn',
    text: 'another monitoring agent is in this process',
    remedy:
      'Two agents patch the same modules and compete for the trace headers: remove one. If the other one ' +
      'came first, or a flag loads it, firstlight writes logs and request lines only; with ' +
      'FIRSTLIGHT_FORCE=true it starts its telemetry nonetheless.',
  },
  FL_LOADED_EARLIER: {
    level: 'warn',
    text: 'modules were loaded before firstlight, and what is called in them may not be traced',
    remedy:
      'Load firstlight first: --require in NODE_OPTIONS comes before every other flag. Then come --require, ' +
      '--import in NODE_OPTIONS, and --import on the command line.',
  },
  FL_LOG_LEVEL: {
    level: 'info',
    text: 'log levels were changed while the process runs',
    remedy:
      'Nothing to do: FIRSTLIGHT_LOG_LEVEL_FILE asked for it, until the time in the line, or until ' +
      'the file is removed.',
  },
  FL_LOG_LEVEL_FILE: {
    level: 'warn',
    text: 'a line of FIRSTLIGHT_LOG_LEVEL_FILE cannot be read',
    remedy:
      'Write a level (debug), or the name of a logger and a level (db=debug), with or without a time: debug for 60s.',
  },
  ...remoteCodes,
  FL_LOG_SAMPLED: {
    level: 'info',
    text: 'log lines were left out',
    remedy:
      'Nothing to do: FIRSTLIGHT_LOG_SAMPLE asked for it. `omitted` says how many lines of this message were ' +
      'left out since the last such line.',
  },
  FL_STAGE_FAILED: {
    level: 'error',
    text: 'a stage of firstlight failed to start, the app runs on without it',
    remedy:
      'The line names the stage and the reason; everything else works. If the reason is no fault of the ' +
      'set-up, report it.',
  },
  FL_CONFIG_INVALID: {
    level: 'warn',
    text: 'configuration has bad values, which are replaced',
    remedy:
      'Correct each variable listed in "problems"; "used" is what applies meanwhile. With ' +
      'FIRSTLIGHT_STRICT=true the app does not start (exit code 78).',
  },
  FL_CONFIG_CONFLICT: {
    level: 'warn',
    text: 'configuration has values that do not go together',
    remedy: 'Change one of the variables listed in each entry of "conflicts"; the entry says what is done meanwhile.',
  },
  FL_CONFIG_UNKNOWN: {
    level: 'warn',
    text: 'configuration has variables that have no effect',
    remedy:
      'Rename or remove the variables listed in "suggestions"; docs/standard.md has those of the specification. This ' +
      'is never an error, with FIRSTLIGHT_STRICT either.',
  },
  FL_CONFIG_UNSUPPORTED: {
    level: 'warn',
    text: 'a part of the configuration file has no effect',
    remedy:
      'The line names file, line, column and key, and the reason. Remove the key, or do what the reason says; ' +
      'docs/standard.md has all keys of the schema. This is never an error, with FIRSTLIGHT_STRICT either.',
  },
  FL_EXPORT_UNREACHABLE: {
    level: 'warn',
    text: 'the OTLP endpoint cannot be reached',
    remedy:
      'Start a collector there, or set OTEL_EXPORTER_OTLP_ENDPOINT. Meanwhile the app runs as usual, ' +
      'telemetry waits in a bounded queue.',
  },
  FL_EXPORT_UNTRUSTED: {
    level: 'warn',
    text: 'no secure connection to the OTLP endpoint can be made',
    remedy:
      'Name the authority that signed its certificate in OTEL_EXPORTER_OTLP_CERTIFICATE, use a host name that ' +
      'the certificate is made out to, or http:// if the endpoint has no TLS. Meanwhile telemetry waits in ' +
      'a bounded queue.',
  },
  FL_EXPORT_THROTTLED: {
    level: 'warn',
    text: 'the OTLP endpoint is overloaded and asks to wait',
    remedy:
      'Give the collector more capacity, or send less (OTEL_TRACES_SAMPLER, FIRSTLIGHT_REQUEST_LOG). ' +
      'Meanwhile telemetry waits in a bounded queue, and is sent when the endpoint wants it.',
  },
  FL_EXPORT_RECOVERED: {
    level: 'info',
    text: 'the OTLP endpoint answers again',
    remedy: 'Nothing to do: what had waited is being sent.',
  },
  FL_EXPORT_UNIMPLEMENTED: {
    level: 'warn',
    text: 'the OTLP endpoint does not implement this signal, it pauses and is tried again every five minutes',
    remedy:
      'Jaeger takes traces only: set OTEL_METRICS_EXPORTER=none and OTEL_LOGS_EXPORTER=none, or send to a collector.',
  },
  FL_EXPORT_REJECTED: {
    level: 'warn',
    text: 'the OTLP endpoint refused the data',
    remedy:
      'Check credentials in OTEL_EXPORTER_OTLP_HEADERS, the protocol and the path of the endpoint, and how ' +
      'large a request it takes. What it refused is not sent again.',
  },
  FL_EXPORT_NOT_OTLP: {
    level: 'warn',
    text: 'what answers at the OTLP endpoint is no OTLP receiver',
    remedy:
      'Check host, port and path of the endpoint: a web server, a proxy or a login page says yes to everything. ' +
      'Meanwhile telemetry waits in a bounded queue.',
  },
  FL_EXPORT_CUT: {
    level: 'warn',
    text: 'the largest values of an item were cut, because it was more than the OTLP endpoint takes in one request',
    remedy:
      'The line names the item, and its values end in how much was cut. Record less in one attribute or log line ' +
      '(OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT), or let the endpoint take larger requests (max_recv_msg_size_mib of the ' +
      'OpenTelemetry Collector).',
  },
  FL_EXPORT_TOO_LARGE: {
    level: 'warn',
    text: 'an item was dropped, because the OTLP endpoint calls it too large even when its largest values are cut',
    remedy:
      'The line names the item. Record less in it, or let the endpoint take larger requests ' +
      '(max_recv_msg_size_mib of the OpenTelemetry Collector).',
  },
  FL_EXPORT_PARTIAL: {
    level: 'warn',
    text: 'the OTLP endpoint took the data with reservations',
    remedy:
      'The line has its words, and in "items" how many it refused: these are not sent again, the rest has ' +
      'arrived. Most often they are too old, too large, or not what the endpoint expects.',
  },
  FL_EXPORT_DROPPED: {
    level: 'warn',
    text: 'telemetry was dropped because the queue was full or the deadline passed',
    remedy:
      'Give the collector more capacity, or raise OTEL_BSP_MAX_QUEUE_SIZE, FIRSTLIGHT_MAX_QUEUE_BYTES or ' +
      'FIRSTLIGHT_SHUTDOWN_TIMEOUT_MS.',
  },
  FL_EXPORT_IN_APP_THREAD: {
    level: 'info',
    text: 'the app’s own thread sends telemetry: what is unsent at process.exit or an uncaught error is lost',
    remedy:
      'Nothing, if FIRSTLIGHT_EXPORTER_THREAD=false asked for it; else let the process start threads (--allow-worker).',
  },
  FL_EXPORT_PROXY: {
    level: 'warn',
    text: 'gRPC cannot use a proxy of the environment, and connects without',
    remedy: 'Write the proxy as http://host:port in the variable that the line names, or unset it.',
  },
  FL_SPOOL_KEPT: {
    level: 'info',
    text: 'telemetry that could not be sent in time waits in the spool folder',
    remedy: 'Nothing to do: the next process with the same FIRSTLIGHT_SPOOL_DIR sends it, or one that runs already.',
  },
  FL_KEEP_OVERFLOW: {
    level: 'warn',
    text: 'spans of unsampled traces were dropped before it was known whether they had to be kept',
    remedy:
      'FIRSTLIGHT_KEEP has the spans of unsampled traces wait until their request has ended, for a minute and in a ' +
      'quarter of FIRSTLIGHT_MAX_QUEUE_BYTES at most: raise that, or sample more (OTEL_TRACES_SAMPLER). Errors that ' +
      'come later are sent nonetheless, without what came before them.',
  },
  FL_SPOOL_FULL: {
    level: 'warn',
    text: 'the spool folder is full: new telemetry waits in memory only',
    remedy:
      'Start the collector again, or raise FIRSTLIGHT_SPOOL_MAX_BYTES. What lies in the folder stays there ' +
      'until it is sent.',
  },
  FL_SPOOL_UNUSABLE: {
    level: 'warn',
    text: 'the spool folder cannot be written to: telemetry waits in memory only',
    remedy:
      'Make FIRSTLIGHT_SPOOL_DIR a folder that this user can write to, on a disk with room; it is tried again ' +
      'every 30 s.',
  },
  FL_SPOOL_FOREIGN: {
    level: 'warn',
    text: 'the spool folder has something that is damaged, or not firstlight’s or this user’s own; it is left alone',
    remedy:
      'Move what the line names out of FIRSTLIGHT_SPOOL_DIR. A torn file is one that a process was writing ' +
      'when it was killed: what it held is lost.',
  },
  FL_DELIVERY: {
    level: 'debug',
    text: 'what became of the telemetry of this process',
    remedy:
      'Nothing to do. For each signal: items made, sent (acknowledged), dropped (for want of room, or refused ' +
      'by the endpoint), retried, spooled, and those that still waited at the end. made = sent + dropped + ' +
      'waiting.',
  },
  FL_LOG_DROPPED: {
    level: 'warn',
    text: 'log lines were dropped because the reader of stdout or stderr did not keep up',
    remedy: 'Read the pipe faster, log less (LOG_LEVEL, FIRSTLIGHT_REQUEST_LOG), or raise FIRSTLIGHT_LOG_BUFFER_BYTES.',
  },
  FL_CRASH: {
    level: 'error',
    text: 'uncaught error, the process ends as it would without firstlight',
    remedy: 'Fix the error named in the line: it is the app’s own.',
  },
  FL_PROMETHEUS_LISTENING: {
    level: 'info',
    text: 'metrics are served for Prometheus',
    remedy: 'Nothing to do: OTEL_METRICS_EXPORTER=prometheus asked for it. `url` is what a Prometheus server reads.',
  },
  FL_PROMETHEUS_UNAVAILABLE: {
    level: 'warn',
    text: 'metrics cannot be served for Prometheus, the app runs on without it',
    remedy: 'The line names the reason. Each process, and each worker of a cluster, needs a port of its own.',
  },
  FL_COLLECTOR_LISTEN: {
    level: 'error',
    text: 'the collector cannot listen',
    remedy: 'Stop the program that has the port, or choose others: --grpc-port and --http-port (0 takes a free one).',
  },
} as const satisfies Record<string, CodeFacts>;

/** A stable code of firstlight, such as `FL_CONFIG_INVALID`. */
export type Code = keyof typeof codes;

/** An error of firstlight itself. It never reaches the app: the code that starts a stage logs it with its code. */
export class FirstlightError extends Error {
  override readonly name = 'FirstlightError';

  /**
   * @param code The row of the table.
   * @param detail What exactly happened: the thing, what was expected, what arrived. Follows the row's text.
   * @param cause The error that led here, if any.
   */
  constructor(
    readonly code: Code,
    detail?: string,
    cause?: unknown,
  ) {
    super(detail ? `${codes[code].text}: ${detail}` : codes[code].text, cause === undefined ? undefined : { cause });
  }
}
