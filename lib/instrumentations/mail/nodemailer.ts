import { SpanKind, type Attributes } from '@opentelemetry/api';
import { attempt } from '../../attempt';
import type { PatchedPackage } from '../../package-hooks';
import { callingBack, follow, settling, type Call, type Reports } from '../shape/calls';
import { Operation, type Outcome } from '../shape/operation';
import { OwnInstrumentation } from '../shape/own-instrumentation';

interface Mailer {
  readonly transporter?: {
    readonly name?: unknown;
    readonly options?: { readonly host?: unknown; readonly port?: unknown };
  };
}
interface Sent {
  readonly accepted?: unknown;
  readonly rejected?: unknown;
  readonly response?: unknown;
}
interface MailError {
  readonly code?: unknown;
  readonly responseCode?: unknown;
}

/** nodemailer: a message is a span; who it goes to, what it says and who it is from stay in the app. */
export class NodemailerInstrumentation extends OwnInstrumentation {
  constructor(config?: object) {
    super('nodemailer', config);
  }

  protected override packages(): PatchedPackage[] {
    const mailer = (exports: { prototype?: object; default?: { prototype?: object } }): unknown => {
      follow((exports.default ?? exports).prototype, 'sendMail', (self: Mailer, args) => this.#send(self, args));
      return exports;
    };
    const files = ['lib', 'dist/cjs', 'dist/esm'].map((folder) => [`nodemailer/${folder}/mailer/index.js`, mailer]);
    return [{ name: 'nodemailer', versions: ['>=4 <11'], files: Object.fromEntries(files) as PatchedPackage['files'] }];
  }

  #send({ transporter }: Mailer, args: any[]): Call | undefined {
    if (!this.isEnabled()) return undefined;
    const { host, port } = transporter?.options ?? {};
    const way = String(transporter?.name ?? 'SMTP');
    const isSmtp = way.startsWith('SMTP');
    const span = this.tracer.startSpan(`send ${isSmtp ? 'smtp' : way.toLowerCase()}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        'messaging.system': isSmtp ? 'smtp' : way.toLowerCase(),
        'messaging.operation.name': 'send',
        'messaging.operation.type': 'send',
        ...(isSmtp && { 'network.protocol.name': 'smtp' }),
        ...(typeof host === 'string' && { 'server.address': host }),
        ...(Number(port) && { 'server.port': Number(port) }),
      },
    });
    const operation = new Operation(span, () => {});
    const reports: Reports = {
      ended: (sent) => operation.end({ attributes: described(sent as Sent | undefined) }),
      failed: (error) => operation.end(failure(error)),
    };
    return { ...(callingBack(args, reports) ?? settling(reports)), run: (act) => operation.run(act) };
  }
}

/** How many it went to, and what the server said by number. */
function described(sent: Sent | undefined): Attributes {
  const accepted = Array.isArray(sent?.accepted) ? sent.accepted.length : undefined;
  const rejected = Array.isArray(sent?.rejected) ? sent.rejected.length : undefined;
  const status = /^\d{3}/.exec(typeof sent?.response === 'string' ? sent.response : '')?.[0];
  return {
    ...(accepted !== undefined && { 'email.recipients.accepted': accepted }),
    ...(rejected !== undefined && { 'email.recipients.rejected': rejected }),
    ...(status !== undefined && { 'smtp.response.status_code': Number(status) }),
  };
}

function failure(error: unknown): Outcome {
  const { code, responseCode } = (error ?? {}) as MailError;
  return {
    // The message repeats the server's answer, in which addresses stand.
    failure: typeof code === 'string' ? code : (attempt(() => (error as object).constructor.name) ?? '_OTHER'),
    ...(typeof responseCode === 'number' && { attributes: { 'smtp.response.status_code': responseCode } }),
  };
}
