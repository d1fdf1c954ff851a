import { propagation } from '@opentelemetry/api';
import { captureCarrier, type Carrier } from '../context';

/** Carries the request ID in the environment of a child process. */
export const REQUEST_ID_VARIABLE = 'FIRSTLIGHT_REQUEST_ID';

/**
 * The name of the variable that stands for a key of a carrier.
 * https://opentelemetry.io/docs/specs/otel/context/env-carriers/
 */
const variableOf = (key: string): string => key.toUpperCase().replace(/[^A-Z0-9_]/g, '_');

type Variables = Record<string, string>;

/** The context of the running code as environment variables. The user is left out. */
export function captureVariables(): Variables {
  const { request_id: requestId, ...carrier } = captureCarrier();
  const variables: Variables = requestId === undefined ? {} : { [REQUEST_ID_VARIABLE]: requestId };
  for (const [key, value] of Object.entries(carrier))
    if (value !== undefined && key !== 'user_id') variables[variableOf(key)] = value;
  return variables;
}

/** What an environment brings, by the propagators in use; empty if it brings nothing. */
export function carrierOf(environment: NodeJS.ProcessEnv): Carrier {
  const carrier: Carrier = {};
  for (const key of propagation.fields()) {
    const value = environment[variableOf(key)];
    if (value) carrier[key] = value;
  }
  const requestId = environment[REQUEST_ID_VARIABLE];
  if (requestId) carrier.request_id = requestId;
  return carrier;
}

/** The variables of an environment that a carrier came in, as they stand. */
export function variablesOf(environment: NodeJS.ProcessEnv): Variables {
  const names = [...propagation.fields().map(variableOf), REQUEST_ID_VARIABLE];
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}
