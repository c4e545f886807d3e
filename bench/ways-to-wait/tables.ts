import { percentile, table } from '../lib/table.ts';
import type { WayFigures } from './index.ts';
import type { Dropped, Single } from './one-client.ts';
import type { Plan } from './plan.ts';

/** What the script prints and docs/ways-to-wait.md shows. */
export function tablesOf(figures: readonly WayFigures[], plan: Plan): string {
  const singles = plan.singlesMs.map(
    (workMs, n) =>
      `A report of ${workMs / 1000} seconds, one client, n = 1:\n\n${singleTable(figures, n)}`,
  );
  const { workMs, cutAfterMs, cutForMs } = plan.drop;
  return [
    ...singles,
    `From ready to known, one client, n = ${plan.shorts} reports of 0.3 to 2.3 seconds, milliseconds ` +
      `(so few that p99 is the largest):\n\n${shortsTable(figures)}`,
    `The connection is cut for ${cutForMs / 1000} seconds, from second ${cutAfterMs / 1000} of a report of ` +
      `${workMs / 1000}, n = 1:\n\n${dropTable(figures)}`,
    `${plan.crowd.clients} clients wait for one report of ${plan.crowd.workMs / 1000} seconds, coming within ` +
      `${plan.crowd.spreadMs / 1000}, n = 1:\n\n${crowdTable(figures)}`,
    `Lines of code, neither blank nor comment:\n\n${linesTable(figures)}`,
  ].join('\n\n');
}

function singleTable(figures: readonly WayFigures[], n: number): string {
  return table(
    ['way', 'requests', 'connections', 'bytes up', 'bytes down', 'known after ready, ms'],
    figures.map(({ way, one }) => {
      const single = one.singles[n];
      if (!single) return [way.title];
      const { requests, connections, bytesUp, bytesDown } = single.traffic;
      const counts = [requests, connections, bytesUp, bytesDown].map(thousands);
      return [way.title, ...counts, outcomeOf(single)];
    }),
  );
}

function outcomeOf({ toldAfterMs, lost }: Single): string {
  return toldAfterMs === undefined ? `never: ${lost ?? ''}` : showMs(toldAfterMs);
}

function shortsTable(figures: readonly WayFigures[]): string {
  return table(
    ['way', 'p50', 'p99'],
    figures.map(({ way, one }) => [
      way.title,
      ...[50, 99].map((p) => showMs(percentile(one.shortsToldAfterMs, p))),
    ]),
  );
}

function dropTable(figures: readonly WayFigures[]): string {
  return table(
    ['way', 'outcome'],
    figures.map(({ way, one }) => [way.title, fateOf(one.dropped)]),
  );
}

/** What a dropped connection came to, in words. */
export function fateOf({ lost, recoveredAfterMs, isVoid }: Dropped): string {
  if (isVoid) return 'not measured: the report was finished after the cut; run it again';
  return recoveredAfterMs === undefined
    ? `lost (${lost ?? ''})`
    : `known ${(recoveredAfterMs / 1000).toFixed(1)} s after the connection is back`;
}

function crowdTable(figures: readonly WayFigures[]): string {
  return table(
    [
      'way',
      'requests',
      'MB on the wire',
      'p50 ms',
      'p99 ms',
      'server CPU s',
      'server MB',
      'lost',
      'late',
    ],
    figures.flatMap(({ way, many }) => {
      if (!many) return [];
      const { traffic } = many;
      return [
        [
          way.isAppSync ? 'AppSync' : way.title,
          thousands(traffic.requests),
          ((traffic.bytesUp + traffic.bytesDown) / 1e6).toFixed(2),
          showMs(many.p50Ms),
          showMs(many.p99Ms),
          (many.cpuMs / 1000).toFixed(1),
          many.memoryMb.toFixed(0),
          String(many.lost),
          String(many.late),
        ],
      ];
    }),
  );
}

function linesTable(figures: readonly WayFigures[]): string {
  return table(
    ['way', 'client', 'server'],
    figures.map(({ way, clientLines, serverLines }) => [
      way.title,
      String(clientLines),
      String(serverLines),
    ]),
  );
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}

function showMs(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value < 10 ? value.toFixed(1) : thousands(Math.round(value));
}
