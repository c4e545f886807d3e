import { expect, test } from 'vitest';
import type { BusEvent } from './entry.ts';
import { parseInput, type InputOptions } from './target-input.ts';

const EVENT: BusEvent = {
  version: '0',
  id: 'e-1',
  'detail-type': 'Report Succeeded',
  source: 'appsync-reports',
  account: '111122223333',
  time: '2026-11-25T10:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: { kind: 'sample', rows: 12, says: 'a "word"', parts: [{ n: 1 }], 'a-b': true },
};
const RULE = { name: 'mail', arn: 'arn:aws:events:eu-west-1:111122223333:rule/bus/mail' };

const made = (options: InputOptions): unknown =>
  JSON.parse(parseInput(options)(EVENT, RULE, Date.UTC(2026, 10, 25))) as unknown;

test('a target gets the whole event, a part of it, or its own input', () => {
  expect(made({})).toEqual(EVENT);
  expect(made({ InputPath: '$.detail.parts[0].n' })).toBe(1);
  expect(made({ InputPath: "$.detail['a-b']" })).toBe(true);
  expect(made({ InputPath: '$.detail-type' })).toBe('Report Succeeded');
  expect(made({ InputPath: '$.detail.absent' })).toBeNull();
  expect(made({ Input: '{"fixed":[1]}' })).toEqual({ fixed: [1] });
});

test('a template puts values in as JSON, and inside quotes as text', () => {
  const InputTransformer = {
    InputPathsMap: { kind: '$.detail.kind', rows: '$.detail.rows', says: '$.detail.says' },
    InputTemplate: '{"text":"<kind> has <rows> rows, says <says>","rows":<rows>,"kind":<kind>}',
  };

  expect(made({ InputTransformer })).toEqual({
    text: 'sample has 12 rows, says a "word"',
    rows: 12,
    kind: 'sample',
  });
});

test('a template knows the rule and the event, and what is not there is an empty text', () => {
  const InputTransformer = {
    InputPathsMap: { no: '$.detail.no' },
    InputTemplate:
      '{"rule":<aws.events.rule-name>,"at":<aws.events.event.ingestion-time>,"event":<aws.events.event.json>,"no":<no>}',
  };

  expect(made({ InputTransformer })).toEqual({
    rule: 'mail',
    at: '2026-11-25T00:00:00.000Z',
    event: EVENT,
    no: '',
  });
});

test.each<[InputOptions, string]>([
  [{ Input: '{}', InputPath: '$' }, 'only one of Input, InputPath and InputTransformer'],
  [{ Input: 'no' }, 'Input is not JSON: no'],
  [{ InputPath: 'detail' }, '"detail" is no path'],
  [{ InputPath: '$..rows' }, '"$..rows" is no path'],
  [{ InputTransformer: {} }, 'InputTransformer needs an InputTemplate'],
  [{ InputTransformer: { InputTemplate: '{"a":<b>}' } }, 'InputTemplate uses <b>'],
])('%j is refused: %s', (options, message) => {
  expect(() => parseInput(options)).toThrow(message);
});

test('a template that makes no JSON fails when it is used', () => {
  expect(() => made({ InputTransformer: { InputTemplate: '{"a":' } })).toThrow('is not JSON');
});
