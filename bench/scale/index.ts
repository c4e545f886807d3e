import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { figure, type Figures } from '../lib/suite.ts';
import { about } from './about.ts';
import { withParts, type Parts } from './document.ts';
import { compose } from './compose.ts';
import { measure } from './measure.ts';
import { play, planRun, type Played } from './runs.ts';
import { AS_DEPLOYED, type Scenario } from './scenario.ts';
import { capacityTable, costTable, dayTable } from './tables.ts';

const DOCUMENT = 'docs/scale.md';
const CHARTS = 'docs/scale';

/**
 * What happens at scale: `npm run bench -- scale [--seed 1]` plays the document's days and prints its tables; `--write`
 * puts them into docs/scale.md, `--check` says whether they are there. With `--owners` or `--reports-per-day` one day of
 * these is played, with `--concurrency` places, with `--whole` never by a sample. `--measure` counts what one real report does on the local cloud.
 */
export async function run(args: string[]): Promise<Figures> {
  const { values } = parseArgs({ args, options: about.options });
  if (values.measure) return { n: 1, rows: await measure() };
  const seed = wholeNumber('--seed', values.seed);
  if (values.owners ?? values['reports-per-day']) {
    const reportsPerDay = values['reports-per-day'] ?? String(AS_DEPLOYED.reportsPerDay);
    const scenario = {
      seed,
      owners: wholeNumber('--owners', values.owners ?? String(AS_DEPLOYED.owners)),
      reportsPerDay: wholeNumber('--reports-per-day', reportsPerDay),
      accountConcurrency: wholeNumber('--concurrency', values.concurrency),
    };
    return figuresOf([printDay(scenario, values.whole)]);
  }
  const startedAt = performance.now();
  const { days, parts, charts } = compose(seed);
  console.log(Object.values(parts).join('\n\n'));
  console.error(`\nplayed in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  if (values.write) await write(parts, charts);
  if (values.check) await check(parts, charts);
  return figuresOf(days);
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`${name} must be a whole number from 1, not '${text}'.`);
  }
  return value;
}

type Day = Pick<Scenario, 'seed' | 'owners' | 'reportsPerDay' | 'accountConcurrency'>;

function printDay(day: Day, isWhole: boolean): Played {
  const { owners, reportsPerDay, seed, accountConcurrency } = day;
  const changes = { accountConcurrency, maxEvents: 60_000_000 };
  const raised = { concurrency: accountConcurrency };
  const planned = planRun('as told', owners, reportsPerDay, seed, changes, raised);
  const whole = { ...planned, scale: 1, scenario: { ...AS_DEPLOYED, ...day, ...changes } };
  const played = play(isWhole ? whole : planned);
  console.log([dayTable([played]), capacityTable(played), costTable([played])].join('\n\n'));
  return played;
}

/** How long reports wait, and what a month costs; the quotas that are near or met are in `details`. */
function figuresOf(days: readonly Played[]): Figures {
  return {
    n: 1,
    rows: days.flatMap(({ scenario, scale, outcome, cost }) => {
      const name = `${scenario.owners * scale} owners, ${scenario.reportsPerDay * scale} reports a day`;
      const waits = [50, 95, 99].map((p) =>
        figure(`${name}: wait, p${p}`, outcome.waits.percentile(p), 's'),
      );
      const dollars = Object.values(cost).reduce((sum, each) => sum + each, 0);
      return [...waits, figure(`${name}: a month`, dollars, 'US dollars')];
    }),
    details: days.map(({ outcome, near, met, cost, scale }) => {
      const { activity: _activity, samples: _samples, ...counts } = outcome;
      const { waits: _waits, waitsBySize: _sizes, waitsOfOrderings: _orderings, ...rest } = counts;
      return { scale, ...rest, near, met, cost };
    }),
  };
}

async function write(parts: Parts, charts: Readonly<Record<string, string>>): Promise<void> {
  writeFileSync(DOCUMENT, await made(parts));
  mkdirSync(CHARTS, { recursive: true });
  for (const [name, svg] of Object.entries(charts)) writeFileSync(path.join(CHARTS, name), svg);
}

async function check(parts: Parts, charts: Readonly<Record<string, string>>): Promise<void> {
  const stale = Object.entries(charts)
    .filter(([name, svg]) => readFileSync(path.join(CHARTS, name), 'utf8') !== svg)
    .map(([name]) => path.join(CHARTS, name));
  if ((await made(parts)) !== readFileSync(DOCUMENT, 'utf8')) stale.push(DOCUMENT);
  if (stale.length === 0) return console.error('docs/scale.md is what this prints.');
  console.error(`Not what this prints: ${stale.join(', ')}. Run npm run bench -- scale --write.`);
  process.exitCode = 1;
}

/** As `npm run fix` would leave it. */
async function made(parts: Parts): Promise<string> {
  const text = withParts(readFileSync(DOCUMENT, 'utf8'), parts);
  const options = { parser: 'markdown', printWidth: 100, singleQuote: true } as const;
  return format(text, options);
}
