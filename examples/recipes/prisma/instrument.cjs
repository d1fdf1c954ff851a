// Prisma's engine talks to the database itself, so no driver is there to be traced: its own instrumentation makes spans of its queries.
// It registers with the OpenTelemetry API, and so with the SDK that firstlight has started. Load it after firstlight, before the app.
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { PrismaInstrumentation } = require('@prisma/instrumentation');

registerInstrumentations({ instrumentations: [new PrismaInstrumentation()] });
