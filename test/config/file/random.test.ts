// Files with random faults: no exception, and what is left of them can be started.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import fc from 'fast-check';
import { loadConfig, problemLine, suggestionLine, unsupportedLines } from '../../../lib/config';
import { createViews } from '../../../lib/telemetry/metrics/views';
import { fixtures, root } from '../../support/app';
import { temporaryFolder } from '../../support/folder';

const path = join(temporaryFolder(), 'otel.yaml');
const texts = [
  '1.0-rc.3/kitchen-sink.yaml',
  '1.1/View_kitchen_sink.yaml',
  '1.1/Sampler_rule_based_kitchen_sink.yaml',
  '1.1/Resource_kitchen_sink.yaml',
]
  .map((name) => readFileSync(join(fixtures, 'configuration-files', name), 'utf8'))
  .concat(readFileSync(join(root, 'examples/recipes/configuration-file/otel.yaml'), 'utf8'));

const junk = fc.constantFrom(
  '',
  '-1',
  '1e99',
  'true',
  '[]',
  '{}',
  '[[a]]',
  '{a: {b: c}}',
  '${X}',
  '"',
  '.nan',
  '*',
  'ü',
  '~',
);

/** A file of which some lines have another value, another indentation, or are gone. */
const broken = fc
  .tuple(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(500), fc.nat(3), junk), { maxLength: 6 }))
  .map(([text, changes]) => {
    const lines = text.split('\n');
    for (const [at, kind, value] of changes) {
      const index = at % lines.length;
      const line = lines[index]!;
      if (kind === 0) lines[index] = line.replace(/:.*/, `: ${value}`);
      else if (kind === 1) lines[index] = line.replace(/- .*/, `- ${value}`);
      else if (kind === 2) lines[index] = line.replace(/(\w)/, '$1x');
      else lines.splice(index, 1);
    }
    return lines.join('\n');
  });

test('random faults', () =>
  fc.assert(
    fc.property(broken, (text) => {
      writeFileSync(path, text);
      const config = loadConfig({ OTEL_CONFIG_FILE: path }, { cwd: '/', ownRoot: '/nowhere' });
      for (const line of [problemLine(config), suggestionLine(config), ...unsupportedLines(config)])
        assert.ok(!line?.message.includes('\n'), line?.message);
      const provider = new MeterProvider({ views: createViews(config, undefined) });
      provider.getMeter('my-meter').createHistogram('my_instrument').record(1);
      assert.ok(Object.keys(config.sampler).length === 1);
      assert.ok(Object.values(config.otlp).every(({ url }) => URL.canParse(url)));
    }),
    { numRuns: 200 },
  ));
