// Packages that do what firstlight does.
import { agentOf } from '../../../lib/loading/agents/agents';

/** Agents besides those that firstlight notices when they are loaded. */
const AGENTS = new Set([
  '@appdynamics/nodejs-agent',
  'appdynamics',
  '@instana/collector',
  '@contrast/agent',
  '@google-cloud/trace-agent',
  '@scout_apm/scout-apm',
  'atatus-nodejs',
  'skywalking-backend-js',
  'stackify-node-apm',
  'solarwinds-apm',
]);

/** Packages that start an OpenTelemetry SDK. */
const SDKS = new Set([
  '@opentelemetry/sdk-node',
  '@opentelemetry/auto-instrumentations-node',
  '@opentelemetry/sdk-trace-node',
  '@elastic/opentelemetry-node',
  '@splunk/otel',
  '@vercel/otel',
  '@honeycombio/opentelemetry-node',
  '@azure/monitor-opentelemetry',
  'applicationinsights',
  '@aws/aws-distro-opentelemetry-node-autoinstrumentation',
  '@lightstep/otel-launcher-node',
  '@logfire/node',
  'tracetest',
]);

export const isAgent = (name: string): boolean => AGENTS.has(name) || agentOf(`/node_modules/${name}/`) !== undefined;

export const isSdk = (name: string): boolean => SDKS.has(name);
