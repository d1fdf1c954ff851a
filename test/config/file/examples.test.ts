// The specification's own files: each is loaded, and what of it has no effect is named.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '../../../lib/config';
import { fixtures, root } from '../../support/app';

const folder = join(fixtures, 'configuration-files');
const versions = readdirSync(folder).filter((name) => !name.includes('.md') && !name.endsWith('.json'));

/** What of each is named, besides certificates that are not there and a propagator that is gone: `line: the end of the key`. */
const NAMED: Record<string, string[]> = {
  '1.1/otel-sdk-config.yaml': ['75: meter_provider.exemplar_filter'],
  '1.1/otel-sdk-migration-config.yaml': ['104: meter_provider.exemplar_filter'],
  '1.1/otel-getting-started.yaml': [],
  '1.1/Resource_kitchen_sink.yaml': [],
  '1.1/View_kitchen_sink.yaml': [],
  '1.1/CardinalityLimits_kitchen_sink.yaml': [],
  '1.1/Propagator_kitchen_sink.yaml': [],
  '1.1/SpanLimits_kitchen_sink.yaml': [],
  '1.1/LogRecordLimits_kitchen_sink.yaml': [],
  '1.1/Sampler_parent_based_typical.yaml': [],
  '1.1/Sampler_probability_kitchen_sink.yaml': [],
  '1.1/Sampler_rule_based_kitchen_sink.yaml': [],
  '1.1/Sampler_composite_rule_based_drop_redis_ping.yaml': [],
  '1.1/OtlpGrpcExporter_traces_kitchen_sink.yaml': [],
  '1.1/OtlpHttpMetricExporter_metrics_kitchen_sink.yaml': [],
  '1.1/ExperimentalPrometheusMetricExporter_kitchen_sink.yaml': [],
  '1.1/ExperimentalOtlpFileExporter_traces_stdout.yaml': [],
  '1.1/ExperimentalOtlpFileExporter_traces_file.yaml': [
    '7: tracer_provider.processors[0].batch.exporter.otlp_file/development',
  ],
  '1.1/ExperimentalTracerConfigurator_kitchen_sink.yaml': ['8: tracer_provider.tracer_configurator/development'],
  '1.1/IdGenerator_custom.yaml': ['11: tracer_provider.id_generator.my_custom_id_generator'],
};

for (const version of versions)
  for (const file of readdirSync(join(folder, version)))
    test(`${version}/${file}`, () => {
      const path = join(folder, version, file);
      const config = loadConfig({ OTEL_CONFIG_FILE: path }, { cwd: '/', ownRoot: '/nowhere' });
      const bad = config.problems.filter(({ expected }) => !/PEM file|"ottrace" is unknown/.test(expected));
      assert.deepEqual(bad, []);
      assert.deepEqual(config.suggestions, []);
      assert.equal(config.file?.path, path);
      const lines = readFileSync(path, 'utf8').split('\n');
      for (const { key, line, column, reason } of config.file.unsupported) {
        const name = /(?:^|\.)([^.]+)$/.exec(key.replace(/\[\d+\]$/, ''))![1]!;
        const isItem = key.endsWith(']');
        assert.ok(
          isItem ? line > 0 : lines[line - 1]!.slice(column - 1).startsWith(name) || /[:-]/.test(lines[line - 1]!),
          `${key} stands in ${line}:${column}`,
        );
        assert.ok(reason.length > 10);
      }
      const named = NAMED[`${version}/${file}`];
      if (named)
        assert.deepEqual(
          config.file.unsupported.map(({ key, line }) => `${line}: ${key}`),
          named,
        );
    });

test('the example of the docs has an effect, all of it', () => {
  const path = join(root, 'examples/recipes/configuration-file/otel.yaml');
  const config = loadConfig({ OTEL_CONFIG_FILE: path, API_KEY: 'x' }, { cwd: '/', ownRoot: '/nowhere' });
  assert.deepEqual([config.problems, config.conflicts, config.suggestions, config.file?.unsupported], [[], [], [], []]);
  assert.equal(config.OTEL_TRACES_SAMPLER_ARG, 0.1);
  assert.deepEqual(config.otlp.traces.headers, { 'api-key': 'x' });
});

test('the comprehensive example says what the variables of the same values say', () => {
  const load = (env: NodeJS.ProcessEnv) => loadConfig(env, { cwd: '/', ownRoot: '/nowhere' });
  const file = load({ OTEL_CONFIG_FILE: join(folder, '1.1/otel-sdk-config.yaml') });
  const variables = load({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    OTEL_SERVICE_NAME: 'unknown_service',
  });
  const target = ({ otlp }: typeof file) =>
    Object.values(otlp).map(({ endpointSource, ...rest }) => ({ ...rest, endpointSource: typeof endpointSource }));
  assert.deepEqual(target(file), target(variables));
  assert.deepEqual(file.limits, variables.limits);
  assert.equal(file.service.name, variables.service.name);
  assert.equal(file.OTEL_TRACES_SAMPLER, variables.OTEL_TRACES_SAMPLER);
});
