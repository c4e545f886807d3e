import { expect, test } from 'vitest';
import { silentLog, type Log } from '../../host.ts';
import { createManualClock } from '../lambda/fixtures/manual-clock.ts';
import { createEventBuses } from './event-buses.ts';
import { parsePattern } from './pattern.ts';
import { parseInput } from './target-input.ts';

const ENTRY = { Source: 'shop', DetailType: 'Ordered', Detail: '{"rows":3}' };

function open(log: Log = silentLog) {
  const delivered: [target: string, message: unknown][] = [];
  const buses = createEventBuses({
    clock: createManualClock(),
    log,
    region: 'eu-west-1',
    accountId: '111122223333',
    deliver(target, json) {
      if (target === 'broken') return Promise.reject(new Error('no such function'));
      delivered.push([target, JSON.parse(json)]);
      return Promise.resolve();
    },
  });
  buses.createBus('orders');
  const rule = (name: string, bus: string, pattern: object, ...targets: [string, object?][]) =>
    buses.createRule({
      name,
      arn: `arn:${name}`,
      bus,
      matches: parsePattern(pattern),
      targets: targets.map(([arn, input = {}]) => ({ arn, input: parseInput(input) })),
    });
  return { buses, rule, delivered };
}

test('an event goes to each target of each rule of its bus that wants it, as an event of AWS looks', async () => {
  const { buses, rule, delivered } = open();
  rule('all', 'orders', { source: ['shop'] }, ['a'], ['b', { InputPath: '$.detail.rows' }]);
  rule('many', 'orders', { detail: { rows: [{ numeric: ['>', 5] }] } }, ['c']);
  rule('other', 'default', { source: ['shop'] }, ['d']);
  const [result] = await buses.busOf('arn:aws:events:eu-west-1:1:event-bus/orders')([ENTRY]);
  await buses[Symbol.asyncDispose]();

  expect(delivered).toEqual([
    [
      'a',
      {
        version: '0',
        id: (result as { EventId: string }).EventId,
        'detail-type': 'Ordered',
        source: 'shop',
        account: '111122223333',
        time: '2001-09-09T01:46:40Z',
        region: 'eu-west-1',
        resources: [],
        detail: { rows: 3 },
      },
    ],
    ['b', 3],
  ]);
});

test('a target that does not take its event keeps it from nobody, and is told in the log', async () => {
  const errors: unknown[] = [];
  const log = { ...silentLog, error: (_: string, fields?: object) => void errors.push(fields) };
  const { buses, rule, delivered } = open(log);
  const bad = { InputTransformer: { InputPathsMap: {}, InputTemplate: '{' } };
  rule('all', 'default', { source: ['shop'] }, ['broken'], ['shaped', bad], ['a']);
  await buses.busOf('default')([ENTRY]);
  await buses[Symbol.asyncDispose]();

  expect(delivered.map(([target]) => target)).toEqual(['a']);
  expect(errors.map((fields) => (fields as { target: string }).target).sort()).toEqual([
    'broken',
    'shaped',
  ]);
});

test('events of AWS go on the default bus by publish only', async () => {
  const { buses, rule, delivered } = open();
  const athena = { ...ENTRY, Source: 'aws.athena' };
  rule('queries', 'default', { source: ['aws.athena'] }, ['a']);
  buses.publish(athena);
  const refused = await buses.busOf('default')([athena]);
  await buses[Symbol.asyncDispose]();

  expect(delivered).toHaveLength(1);
  expect(refused).toMatchObject([{ ErrorCode: 'NotAuthorizedForSourceException' }]);
});

test('a bus that does not exist takes an event and gives it to nobody', async () => {
  const { buses } = open();
  const [result] = await buses.busOf('nowhere')([ENTRY]);

  expect(result).toHaveProperty('EventId');
  expect(buses.recent).toMatchObject([{ bus: 'nowhere', rules: [] }]);
});
