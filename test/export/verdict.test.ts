import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, type Verdict } from '../../lib/export/verdict';

const cases: [string, unknown, Verdict['action'], Verdict['code'], RegExp][] = [
  ['a refused connection', Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4317'), { code: 'ECONNREFUSED' }), 'retry', 'FL_EXPORT_UNREACHABLE', /^connect ECONNREFUSED/],
  ['gRPC UNAVAILABLE', Object.assign(new Error('14 UNAVAILABLE: no'), { code: 14, details: 'no connection established' }), 'retry', 'FL_EXPORT_UNREACHABLE', /^UNAVAILABLE: no connection established$/],
  ['gRPC RESOURCE_EXHAUSTED', Object.assign(new Error(), { code: 8, details: 'slow down' }), 'retry', 'FL_EXPORT_UNREACHABLE', /RESOURCE_EXHAUSTED/],
  ['gRPC UNIMPLEMENTED', Object.assign(new Error(), { code: 12, details: 'unknown service' }), 'pause', 'FL_EXPORT_UNIMPLEMENTED', /UNIMPLEMENTED: unknown service/],
  ['gRPC INVALID_ARGUMENT', Object.assign(new Error(), { code: 3, details: 'bad' }), 'drop', 'FL_EXPORT_REJECTED', /INVALID_ARGUMENT: bad/],
  ['gRPC UNAUTHENTICATED', Object.assign(new Error(), { code: 16, details: 'who' }), 'drop', 'FL_EXPORT_REJECTED', /UNAUTHENTICATED/],
  ['HTTP 503', Object.assign(new Error('Service Unavailable'), { code: 503 }), 'retry', 'FL_EXPORT_UNREACHABLE', /^HTTP 503: Service Unavailable$/],
  ['HTTP 404', Object.assign(new Error('Not Found'), { code: 404 }), 'pause', 'FL_EXPORT_UNIMPLEMENTED', /^HTTP 404/],
  ['HTTP 400', Object.assign(new Error('Bad Request'), { code: 400 }), 'drop', 'FL_EXPORT_REJECTED', /^HTTP 400/],
  ['something without a status', new Error('socket hang up'), 'retry', 'FL_EXPORT_UNREACHABLE', /socket hang up/],
  ['nothing at all', undefined, 'retry', 'FL_EXPORT_UNREACHABLE', /undefined/],
];

for (const [name, error, action, code, cause] of cases) {
  test(`${name}: ${action}`, () => {
    const verdict = judge(error);
    assert.equal(verdict.action, action);
    assert.equal(verdict.code, code);
    assert.match(verdict.cause, cause);
  });
}
