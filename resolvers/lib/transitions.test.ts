import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { statusesBefore, statusIsOneOf, TRANSITIONS } from './transitions.ts';

test('docs/reliability.md shows this table', () => {
  const document = readFileSync('docs/reliability.md', 'utf8');
  const [, shown = ''] = /<!-- transitions -->([^]*)<!-- \/transitions -->/.exec(document) ?? [];
  const cells = shown
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => line.split('|').slice(1, -1));

  expect(cells.map((row) => row.map((cell) => cell.trim().replaceAll('`', '')))).toEqual(
    TRANSITIONS.map(({ by, from, to, when }) => [from ?? '–', to ?? '–', by, when]),
  );
});

test('a final status leads nowhere but to EXPIRED and out of the table', () => {
  for (const { from, to } of TRANSITIONS) {
    if (from === 'FAILED' || from === 'CANCELLED' || from === 'EXPIRED') expect(to).toBeNull();
    if (from === 'SUCCEEDED') expect(to).toBe('EXPIRED');
  }
});

test('a condition names the statuses a change may come from', () => {
  expect(statusesBefore('reportReady', 'FAILED')).toEqual(['RUNNING', 'CANCELLING']);
  expect(statusesBefore('reportReady', 'RUNNING')).toEqual([]);
  expect(statusIsOneOf(['RUNNING', 'CANCELLING'])).toEqual({
    expression: '#status IN (:isRUNNING, :isCANCELLING)',
    values: { ':isRUNNING': 'RUNNING', ':isCANCELLING': 'CANCELLING' },
  });
});
