// Prisma's own spans. Its instrumentation registers with the OpenTelemetry API, and so with the SDK that firstlight has
// started:
// load it after firstlight, before the app.
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { PrismaInstrumentation } = require('@prisma/instrumentation');

registerInstrumentations({ instrumentations: [new PrismaInstrumentation()] });
