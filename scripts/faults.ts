import { parseArgs } from 'node:util';
import { table } from '../bench/lib/table.ts';
import { runStorm, type StormOutcome } from '../test/faults/storm.ts';

/**
 * `npm run faults -- [--reports 1000] [--seed storm]`: orders reports while workers die, invocations and pushes are lost
 * and doubled, sockets cut and calls refused, and prints what came of them. Exit code 1 when anything is wrong.
 */
const MOST_MS_PER_REPORT = 5_000;
const LEAST_MS = 120_000;

const { values } = parseArgs({
  options: {
    reports: { type: 'string', default: '1000' },
    seed: { type: 'string', default: 'storm' },
    'at-once': { type: 'string' },
  },
});
const reports = Number(values.reports);
const outcome = await runStorm({
  reports,
  seed: values.seed,
  ...(values['at-once'] ? { atOnce: Number(values['at-once']) } : {}),
  withinMs: LEAST_MS + reports * MOST_MS_PER_REPORT,
  onProgress(ended) {
    if (ended % 25 === 0 || ended === reports) console.error(`${ended} of ${reports} have ended`);
  },
});
print(outcome);
const problems = Object.values(outcome.wrong).flat();
process.exitCode = problems.length > 0 ? 1 : 0;

function print({ statuses, errorCodes, attempts, wrong, faults, ...times }: StormOutcome): void {
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, number]) => `${name} ${number}`)
      .join(', ') || 'none';
  const ms = ({ p50, p99 }: { p50: number; p99: number }): string =>
    `p50 ${(p50 / 1000).toFixed(2)} s, p99 ${(p99 / 1000).toFixed(2)} s`;
  const share = (without: readonly string[]): string =>
    `${(((reports - without.length) / reports) * 100).toFixed(1)} %`;
  console.log(
    table(
      ['what', 'figure'],
      [
        ['reports, seed', `${reports}, ${values.seed}`],
        ['terminal states', list(statuses)],
        ['failed with', list(errorCodes)],
        ['started how often', list(attempts)],
        ['lost', String(wrong.lost.length)],
        ['stuck', String(wrong.stuck.length)],
        ['short or damaged files', String(wrong.short.length)],
        ['objects or uploads too many', String(wrong.duplicated.length)],
        ['legal histories', share(wrong.illegal)],
        ['told, or caught up', share(wrong.untold)],
        ['attempts replaced', `${times.recoveries}, ${ms(times.recoveryMs)}`],
        ['from the end to knowing it', ms(times.knownAfterMs)],
        ['took', `${times.seconds.toFixed(0)} s`],
      ],
    ),
  );
  console.log(
    `\n${table(
      ['fault', 'occasions', 'struck'],
      faults.map((each) => [each.spec, String(each.seen), String(each.struck)]),
    )}`,
  );
  for (const problem of Object.entries(wrong)) {
    if (problem[1].length > 0) console.log(`\n${problem[0]}: ${problem[1].join('\n  ')}`);
  }
}
