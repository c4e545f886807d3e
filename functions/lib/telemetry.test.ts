import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { METRIC_UNITS } from './telemetry.ts';

test('docs/telemetry.md has every metric with its unit', () => {
  const document = readFileSync('docs/telemetry.md', 'utf8');
  const [, table = ''] = /<!-- metrics -->([^]*)<!-- \/metrics -->/.exec(document) ?? [];
  const rows = [...table.matchAll(/^\| `(\w+)`\s*\| (\w+)/gm)].map(([, name, unit]) => [
    name,
    unit,
  ]);

  expect(Object.fromEntries(rows)).toEqual(METRIC_UNITS);
});
