import { table } from '../lib/table.ts';
import type { Fairness, FairnessCase } from './fairness.ts';
import { QUOTAS, type Quota, type QuotaName } from './quotas.ts';
import type { Played } from './runs.ts';
import { clockTime, dollars, duration, grouped, percent, rough } from './text.ts';

/** What to do about a limit, and what that costs. */
const REMEDIES: Readonly<Record<QuotaName, string>> = {
  concurrency: 'ask AWS for more; nothing is paid for what is not used',
  environments: 'a new lane grows by itself; spread what is scheduled over the hour',
  eventAge: '',
  tokens: 'ask AWS for more; progress every 2 s halves it',
  published: 'ask AWS for more; progress every 2 s halves it',
  pushed: 'nothing to do',
  connections: 'the client’s back-off spreads reconnections',
  slotsPartition: 'change: the row of slots into its owner’s partition',
  statisticsPartition: 'change: add up one ending in ten, or by shards',
  dueShard: 'change: more shards (resolvers/lib/due.ts)',
  tableWrites: 'ask AWS for more; change: the list’s index without `preview` and `progress`',
  newTableWrites: '',
  puts: 'S3 divides by owner by itself; small files by one PutObject',
  queries: 'ask AWS, or reserve capacity',
  recovery: 'change: go on until the time is up, and expire files apart',
  owner: '`-c maxActiveReports`; that is what it is for',
};

/** For a cell that lists several. */
const SHORT: Readonly<Record<QuotaName, string>> = {
  concurrency: 'Lambda concurrency',
  environments: 'growth of a function',
  eventAge: 'age of events',
  tokens: 'AppSync tokens',
  published: 'AppSync inbound',
  pushed: 'AppSync outbound',
  connections: 'AppSync connections',
  slotsPartition: '`#slots`',
  statisticsPartition: '`#statistics`',
  dueShard: '`byDue`',
  tableWrites: 'table writes',
  newTableWrites: 'writes of a new table',
  puts: 'S3 puts',
  queries: 'Athena',
  recovery: 'recovery',
  owner: 'owner’s limit',
};

const label = (name: QuotaName): string => `${QUOTAS[name].service}: ${QUOTAS[name].name}`;

/** Every quota with its source. */
export function quotaTable(): string {
  return table(
    ['service', 'limit', 'default', 'adjustable', 'grade', 'source'],
    Object.values(QUOTAS).map((quota: Quota) => [
      quota.service,
      quota.name,
      `${quota.value < 100 ? quota.value : grouped(quota.value)} ${quota.unit}`,
      quota.isAdjustable ? 'yes' : 'no',
      quota.grade,
      quota.source,
    ]),
  );
}

/** At what load each limit is met: what the largest day asks for is in proportion to its reports. */
export function capacityTable({ near, scenario, scale }: Played): string {
  const perDay = scenario.reportsPerDay * scale;
  const limits = near.filter(({ peak }) => peak > 0);
  return table(
    [
      'limit',
      'default a second',
      'asked for at 10 million a day',
      'met at reports a day',
      'what to do',
    ],
    limits.map(({ quota, peak, limit }) => [
      label(quota),
      rough(limit),
      rough(peak),
      rough((perDay * limit) / peak),
      REMEDIES[quota],
    ]),
  );
}

/** What became of each day. */
export function dayTable(days: readonly Played[]): string {
  return table(
    [
      'owners',
      'reports a day',
      'quotas',
      'refused',
      'failed',
      'wait p50',
      'p95',
      'p99',
      'oldest, at most',
      'throttles',
      'no place was free',
      'limits met, the first first',
    ],
    days.map(({ name, scenario, scale, outcome, met }) => [
      grouped(scenario.owners * scale),
      grouped(scenario.reportsPerDay * scale) + (scale > 1 ? ` (1 in ${scale})` : ''),
      name + (outcome.isWhole ? '' : `; stopped at ${clockTime(outcome.stoppedAt)}`),
      percent(outcome.refused, outcome.ordered),
      percent(outcome.failed, outcome.ordered),
      ...[50, 95, 99].map((p) => duration(outcome.waits.percentile(p))),
      duration(Math.max(...outcome.samples.map(({ oldestSeconds }) => oldestSeconds))),
      grouped(outcome.throttles * scale),
      duration(
        60 * outcome.samples.filter(({ busy }) => busy >= scenario.accountConcurrency).length,
      ),
      met.map(({ quota, atSeconds }) => `${SHORT[quota]} ${clockTime(atSeconds)}`).join(', ') ||
        'none',
    ]),
  );
}

/** What each day costs in a month of such days. */
export function costTable(days: readonly Played[]): string {
  const names = ['AppSync', 'Lambda', 'DynamoDB', 'S3', 'transfer'] as const;
  return table(
    ['reports a day', 'quotas', ...names, 'a month', 'a thousand reports'],
    days.map(({ name, scenario, scale, outcome, cost }) => {
      const sum = names.reduce((total, each) => total + cost[each], 0);
      const reports = 30 * outcome.succeeded * scale;
      return [
        grouped(scenario.reportsPerDay * scale),
        name,
        ...names.map((each) => dollars(cost[each])),
        dollars(sum),
        `$${((1000 * sum) / reports).toFixed(2)}`,
      ];
    }),
  );
}

/** Who waits for whom. */
export function fairnessTable(
  played: readonly { readonly chosen: FairnessCase; readonly fairness: Fairness }[],
): string {
  return table(
    [
      'owners of a thousand',
      'stack',
      'Lambda hands on',
      'another’s one: p50',
      'at most',
      'one lane’s wait',
      'failed `WORKER_LOST`',
    ],
    played.map(({ chosen, fairness }) => [
      `${chosen.heavyOwners}, ${chosen.heavySize === 0 ? 'small' : 'large'}`,
      chosen.name,
      chosen.queue === 'backoff' ? 'by doubled waits' : 'in order',
      duration(fairness.waitP50),
      duration(fairness.waitMost),
      duration(fairness.bound),
      grouped(fairness.outcome.failed),
    ]),
  );
}

/** Whether a limit is met where it was said to be. */
export function aroundTable(days: readonly Played[]): string {
  return table(
    ['reports a day', 'of the load', 'throttles', 'for each report', 'wait p50', 'p99'],
    days.map(({ name, scenario, scale, outcome }) => [
      grouped(scenario.reportsPerDay * scale),
      name,
      grouped(outcome.throttles * scale),
      (outcome.throttles / outcome.ordered).toFixed(2),
      duration(outcome.waits.percentile(50)),
      duration(outcome.waits.percentile(99)),
    ]),
  );
}
