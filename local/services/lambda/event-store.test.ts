import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../host.ts';
import { createEventStore } from './event-store.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lambda-store-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const event = (requestId: string, acceptedAtMs: number) => ({
  requestId,
  functionName: 'f',
  payload: '{"text":"naïve 🚀"}',
  acceptedAtMs,
  sequence: 0,
  invocations: 0,
  functionErrors: 0,
  notBeforeMs: acceptedAtMs,
});

test('events come back as they were, the first accepted first', async () => {
  const store = createEventStore(directory, silentLog);
  await store.save(event('b', 2));
  await store.save(event('a', 1));
  await store.save({ ...event('b', 2), functionErrors: 1 });

  const loaded = createEventStore(directory, silentLog).load();

  expect(loaded).toEqual([event('a', 1), { ...event('b', 2), functionErrors: 1 }]);
});

test('events of one millisecond come back in the order of arrival', async () => {
  const store = createEventStore(directory, silentLog);
  await store.save({ ...event('a', 1), sequence: 8 });
  await store.save({ ...event('b', 1), sequence: 7 });

  const loaded = createEventStore(directory, silentLog).load();

  expect(loaded.map(({ requestId }) => requestId)).toEqual(['b', 'a']);
});

test('a removed event is gone, twice over', async () => {
  const store = createEventStore(directory, silentLog);
  await store.save(event('a', 1));
  await store.remove(event('a', 1));
  await store.remove(event('a', 1));
  expect(readdirSync(directory)).toEqual([]);
});

test('a half-written file is no event, and a damaged one is put aside', () => {
  writeFileSync(join(directory, 'half.json.tmp'), '{"requ');
  writeFileSync(join(directory, 'damaged.json'), '{"requestId":"damaged"}');

  expect(createEventStore(directory, silentLog).load()).toEqual([]);
  expect(readdirSync(directory)).toEqual(['damaged.json.unreadable']);
});
