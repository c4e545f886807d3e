import { expect, test } from 'vitest';
import { createLiveFeed } from './live-feed.ts';
import { aReport, createManualClock, createScriptedApi } from './test-bed.ts';
import type { Connection, Report } from './types.ts';

function setUp() {
  const clock = createManualClock();
  const api = createScriptedApi();
  const connections: Connection[] = [];
  const feed = createLiveFeed({
    api,
    clock,
    random: () => 1,
    onConnection: (connection) => connections.push(connection),
  });
  const pushes: Report[] = [];
  const deletions: string[] = [];
  let resyncs = 0;
  let losses = 0;
  const join = () =>
    feed.join({
      onPush: (report) => pushes.push(report),
      onDeleted: ({ reportId }) => deletions.push(reportId),
      onResync: () => (resyncs += 1),
      onLoss: () => (losses += 1),
    });
  return {
    clock,
    api,
    connections,
    feed,
    pushes,
    deletions,
    join,
    resyncs: () => resyncs,
    losses: () => losses,
  };
}

test('is live, and has everybody read again, only when all subscriptions are accepted', () => {
  const { api, connections, join, resyncs } = setUp();
  join();
  const [progress, ready, deleted] = [...api.running];

  progress?.listener.onAccepted();
  ready?.listener.onAccepted();
  expect(connections).toEqual(['connecting']);
  expect(resyncs()).toBe(0);

  deleted?.listener.onAccepted();
  expect(connections).toEqual(['connecting', 'live']);
  expect(resyncs()).toBe(1);
});

test('has everybody read again when an accepted subscription is accepted again', () => {
  const { api, join, resyncs } = setUp();
  join();
  api.accept();

  [...api.running][0]?.listener.onAccepted();

  expect(resyncs()).toBe(2);
});

test('two listeners share one set of subscriptions', () => {
  const { api, join, pushes } = setUp();
  join();
  join();
  api.accept();

  api.push('onReportReady', aReport());

  expect(api.running.size).toBe(3);
  expect(pushes).toHaveLength(2);
});

test('deletions are told to everybody, by the server’s push and by an offer', () => {
  const { api, feed, join, deletions } = setUp();
  join();
  join();
  api.accept();

  api.push('onReportDeleted', aReport({ reportId: 'a' }));
  feed.offerDeleted(aReport({ reportId: 'b' }));

  expect(deletions).toEqual(['a', 'a', 'b', 'b']);
});

test('when the connection breaks, drops all subscriptions and starts fresh ones after half a second', async () => {
  const { clock, api, connections, join } = setUp();
  join();
  api.accept();
  const before = [...api.running];

  api.state('ConnectionDisrupted');
  expect(api.running.size).toBe(0);

  await clock.advance(500);
  expect(api.running.size).toBe(3);
  expect([...api.running]).not.toContain(before[0]);
  api.accept();
  expect(connections).toEqual(['connecting', 'live', 'reconnecting', 'live']);
});

test('tells everybody once that pushes no longer arrive, however often it then fails', async () => {
  const { clock, api, join, losses } = setUp();
  join();
  join();
  await clock.advance(12_000 + 500);
  expect(losses()).toBe(0);
  api.accept();

  api.state('ConnectionDisrupted');
  await clock.advance(60_000);

  expect(losses()).toBe(2);
});

test('a feed that is closed by the news of its loss stays closed', async () => {
  const clock = createManualClock();
  const api = createScriptedApi();
  const feed = createLiveFeed({
    api,
    clock,
    random: () => 1,
    onConnection: (connection) => connection === 'reconnecting' && feed[Symbol.dispose](),
  });
  const ignore = () => undefined;
  feed.join({ onPush: ignore, onDeleted: ignore, onResync: ignore, onLoss: ignore });
  api.accept();

  api.state('ConnectionDisrupted');
  await clock.advance(60_000);

  expect(api.running.size).toBe(0);
  expect(clock.pending).toBe(0);
});

test('leaves the first connection to Amplify while it is still trying', () => {
  const { api, join } = setUp();
  join();
  const before = [...api.running];

  api.state('ConnectionDisrupted');

  expect([...api.running]).toEqual(before);
});

test('tries again with growing waits when nothing is accepted within 12 seconds', async () => {
  const { clock, api, join } = setUp();
  join();

  await clock.advance(12_000 + 500);
  await clock.advance(12_000 + 1_000);
  await clock.advance(12_000 + 2_000);

  expect(api.calls.filter((name) => name === 'OnReportReady')).toHaveLength(4);
});

test('an error of one subscription replaces all, once', async () => {
  const { clock, api, join } = setUp();
  join();
  api.accept();
  const [progress, ready] = [...api.running];

  progress?.listener.onError({ errors: [] });
  ready?.listener.onError({ errors: [] });
  await clock.advance(500);

  expect(api.running.size).toBe(3);
  expect(api.calls).toHaveLength(6);
});

test('an order waits for the subscription, but not longer than 2 seconds', async () => {
  const { clock, feed, join } = setUp();
  join();
  let isReady = false;
  void feed.ready().then(() => (isReady = true));

  await clock.advance(1_999);
  expect(isReady).toBe(false);

  await clock.advance(1);
  expect(isReady).toBe(true);
});

test('stays open for 5 seconds after the last has left, then leaves nothing behind', async () => {
  const { clock, api, connections, join } = setUp();
  const membership = join();
  api.accept();

  membership[Symbol.dispose]();
  await clock.advance(4_999);
  expect(api.running.size).toBe(3);
  join()[Symbol.dispose]();
  await clock.advance(4_999);
  expect(api.running.size).toBe(3);

  await clock.advance(1);
  expect(api.running.size).toBe(0);
  expect(connections.at(-1)).toBe('off');
  expect(clock.pending).toBe(0);
});

test('opens again for the next after it was closed', async () => {
  const { clock, api, join } = setUp();
  join()[Symbol.dispose]();
  await clock.advance(5_000);

  join();

  expect(api.running.size).toBe(3);
});
