// The schema of the specification, key by key, against what is read and what is refused.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { rows, variableNames } from '../../../lib/config/table';
import { listKeys, variablesOf } from '../../../lib/config/file/keys';
import { fileSchema } from '../../../lib/config/file/schema';
import { OF_1_0 } from '../../../lib/config/file/schema/metrics';
import { shapeOf, type Shape } from '../../../lib/config/file/shape';
import { fixtures } from '../../support/app';

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Record<string, Schema>;
  readonly type?: string | string[];
  readonly enum?: (string | null)[];
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly required?: string[];
}
const schema = JSON.parse(readFileSync(join(fixtures, 'configuration-files/schema-1.1.json'), 'utf8')) as Schema;

const faults: string[] = [];
let compared = 0;
const seen = new Set<string>();

/** Walks both, and notes where they differ. */
function compare(node: Schema, shape: Shape, path: string): void {
  const name = node.$ref?.split('/').at(-1);
  if (name !== undefined) {
    const known = `${name} ${shape.kind === 'named' ? shape.name : path}`;
    if (seen.has(known)) return;
    seen.add(known);
    return compare(schema.$defs![name]!, shape, path);
  }
  compared++;
  const inner = shapeOf(shape);
  if (inner.kind === 'refused' || inner.kind === 'ignored') return;
  const types = [node.type].flat();
  if (inner.kind === 'mapping') {
    if (!types.includes('object')) faults.push(`${path}: not ${String(node.type)}`);
    for (const [key, property] of Object.entries(node.properties ?? {})) {
      const found = inner.properties[key];
      if (found) compare(property, found, `${path}.${key}`);
      else faults.push(`${path}.${key} is missing`);
    }
    for (const key of Object.keys(inner.properties))
      if (!Object.hasOwn(node.properties ?? {}, key) && !OURS.test(`${path}.${key}`) && !OF_1_0.includes(key))
        faults.push(`${path}.${key} is in no schema`);
    if (path !== '') assert.deepEqual([...(inner.required ?? [])].sort(), [...(node.required ?? [])].sort(), path);
  } else if (inner.kind === 'list') {
    if (!types.includes('array')) faults.push(`${path}: not ${String(node.type)}`);
    else compare(node.items!, inner.items, `${path}[]`);
  } else {
    if (!['any', 'attribute'].includes(inner.type) && !types.includes(inner.type))
      faults.push(`${path}: ${inner.type}, not ${String(node.type)}`);
    if (inner.words)
      assert.deepEqual(
        [...inner.words],
        node.enum?.filter((word) => word !== null),
        path,
      );
  }
}

/** Not of the schema 1.1: firstlight's own settings, detectors, propagators and limits; the sampler of a later one. */
const OURS =
  /^\.(?:instrumentation\/development\.js|distribution)\.firstlight$|\.detectors\[\]\.(?:os|aws|azure|gcp|alibaba)$|\.composite\[\]\.(?:jaeger|xray)$|\.(?:rate_limited|always_record)$/;

test('each key of the schema is read or refused, by its type, and there is no other one', () => {
  compare(schema, fileSchema(rows), '');
  assert.deepEqual(faults, []);
  assert.ok(compared > 200, String(compared));
});

/** Variables that have no key, and why. */
const WITHOUT_KEY: Readonly<Record<string, string>> = {
  OTEL_CONFIG_FILE: 'names the file',
  OTEL_EXPERIMENTAL_CONFIG_FILE: 'names the file',
  OTEL_SERVICE_NAME: 'the attribute service.name',
  OTEL_EXPORTER_ENDPOINT: 'each exporter has its own',
  OTEL_TRACES_SAMPLER: 'the samplers have keys',
  OTEL_TRACES_SAMPLER_ARG: 'the samplers have keys',
};

test('each variable has a key', () => {
  const found = variablesOf(fileSchema(rows));
  const general = /^OTEL_EXPORTER_OTLP_(?!TRACES_|METRICS_|LOGS_)/;
  // Put together of several keys.
  const composed =
    /^OTEL_(?:(?:TRACES|METRICS|LOGS)_EXPORTER|EXPORTER_OTLP_(?:TRACES|METRICS|LOGS)_(?:PROTOCOL|HEADERS)|PROPAGATORS|RESOURCE_ATTRIBUTES|NODE_RESOURCE_DETECTORS|SEMCONV_STABILITY_OPT_IN|INSTRUMENTATION_HTTP_\w+_HEADERS)$/;
  assert.deepEqual(
    variableNames.filter(
      (name) =>
        !rows[name].hidden &&
        !found.has(name) &&
        !Object.hasOwn(WITHOUT_KEY, name) &&
        !general.test(name) &&
        // Only gRPC has it.
        !composed.test(name) &&
        !/^OTEL_EXPORTER_OTLP_\w+_INSECURE$/.test(name),
    ),
    [],
  );
});

test('every refusal has a reason that can be read on', () => {
  for (const { key, effect } of listKeys(fileSchema(rows))) assert.ok(effect === 'read' || effect.length > 8, key);
});
