import { expect, test } from 'vitest';
import { createEnvironmentPool, type Lease } from './environment-pool.ts';
import type { ExecutionEnvironment } from './environment.ts';
import { functionConfig } from './fixtures/harness.ts';
import { createManualClock } from './fixtures/manual-clock.ts';
import { defaultLimits, type LambdaLimits } from './limits.ts';
import type { FunctionConfig } from './types.ts';

const F = functionConfig('f');
const G = functionConfig('g');
const MINUTE_MS = 60_000;

/** A pool whose environments are names, `f1`, `f2`, ..., and what has been killed of them. */
function startPool(limits: Partial<LambdaLimits> = {}) {
  const clock = createManualClock();
  const names = new Map<ExecutionEnvironment, string>();
  const killed: string[] = [];
  const pool = createEnvironmentPool({ ...defaultLimits, ...limits }, clock, ({ name }) => {
    const label = `${name}${names.size + 1}`;
    const { promise: end, resolve } = Promise.withResolvers<unknown>();
    let ended = false;
    const environment: ExecutionEnvironment = {
      run: () => Promise.reject(new Error('not run here')),
      kill() {
        killed.push(label);
        ended = true;
        resolve(undefined);
        return Promise.resolve();
      },
      freeze() {},
      thaw() {},
      accessKeyId: label,
      get ended() {
        return ended;
      },
      end,
    };
    names.set(environment, label);
    return environment;
  });
  const acquire = (config: FunctionConfig): Lease & { name: string } => {
    const lease = pool.acquire(config);
    if ('throttled' in lease) throw new Error(lease.throttled);
    return { ...lease, name: names.get(lease.environment) ?? '' };
  };
  return { pool, clock, killed, acquire };
}

test('the environment used last is used next, and a new one only when all are busy', () => {
  const { acquire } = startPool();
  const [first, second] = [acquire(F), acquire(F)];
  expect([first.name, second.name]).toEqual(['f1', 'f2']);

  first.release();
  second.release();

  expect([acquire(F).name, acquire(F).name, acquire(F).name]).toEqual(['f2', 'f1', 'f3']);
});

test('an environment ends after its idle time, counted from its last use', async () => {
  const { acquire, clock, killed } = startPool({ idleMs: 5 * MINUTE_MS });
  acquire(F).release();
  await clock.pass(4 * MINUTE_MS);
  const again = acquire(F);
  await clock.pass(10 * MINUTE_MS);
  expect(killed).toEqual([]);

  again.release();
  await clock.pass(5 * MINUTE_MS);

  expect(killed).toEqual(['f1']);
  expect(acquire(F).name).toBe('f2');
});

test('with too many idle environments the one unused for longest ends', () => {
  const { acquire, killed } = startPool({ idleEnvironments: 1 });
  const [f, g] = [acquire(F), acquire(G)];
  g.release();
  f.release();
  expect(killed).toEqual(['g2']);
  expect(acquire(F).name).toBe('f1');
});

test('an environment that ended by itself is not used again', async () => {
  const { acquire } = startPool();
  const lease = acquire(F);
  lease.release();
  await lease.environment.kill();
  expect(acquire(F).name).toBe('f2');
});

test('a retired environment finishes its event and ends', () => {
  const { acquire, pool, killed } = startPool();
  const [busy, idle] = [acquire(F), acquire(F)];
  idle.release();

  pool.retire('f');

  expect(killed).toEqual(['f2']);
  busy.release();
  expect(killed).toEqual(['f2', 'f1']);
});

test('a killed environment counts as running until its event has been reported', () => {
  const { acquire, pool } = startPool({ concurrentExecutions: 1 });
  const lease = acquire(F);
  expect(pool.kill('f')).toBe(1);
  expect(() => acquire(F)).toThrow('ConcurrentInvocationLimitExceeded');

  lease.release();

  expect(acquire(F).name).toBe('f2');
});

test('reserved concurrency is a function’s own, beside what the others share', () => {
  const { acquire } = startPool({ concurrentExecutions: 1 });
  const reserved = functionConfig('r', { reservedConcurrency: 1 });
  acquire(F);
  acquire(reserved);
  expect(() => acquire(G)).toThrow('ConcurrentInvocationLimitExceeded');
  expect(() => acquire(reserved)).toThrow('ReservedFunctionConcurrentInvocationLimitExceeded');
});
