import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { figure, type Figures } from '../lib/suite.ts';
import { table } from '../lib/table.ts';
import { about } from './about.ts';

const CONTENDER = path.join(import.meta.dirname, 'contender.ts');

interface Measurement {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rssMb: number;
  readonly megabytes: number;
}

/** PDF tables of eight columns: our encoder beside pdfkit's `text()` per cell; start and fonts included. */
export function run(args: string[]): Figures {
  const { values } = parseArgs({ args, options: about.options });
  const rounds = Number(values.rounds);
  const rows = Number(values.rows);
  const runs = [
    { what: 'pdfkit text() per cell', name: 'byHand', rows },
    { what: 'our encoder', name: 'ours', rows },
    { what: 'our encoder, the most it takes', name: 'ours', rows: Number(values.most) },
  ];
  const taken = runs.map((): Measurement[] => []);
  // Interleaved, so that a noisy moment hits all alike.
  for (let round = 0; round < rounds; round++) {
    runs.forEach((each, index) => taken[index]?.push(measure(each.name, each.rows)));
  }
  const best = taken.map((each) => each.toSorted((a, b) => a.seconds - b.seconds)[0]);
  const slowest = rows / (best[0]?.seconds ?? NaN);
  console.log(
    table(
      ['what', 'rows', 's', 'CPU s', 'rows/s', 'ratio', 'max RSS MB', 'file MB'],
      runs.map(({ what, rows: count }, index) => {
        const { seconds, cpuSeconds, rssMb, megabytes } = best[index] as Measurement;
        const perSecond = count / seconds;
        return [
          what,
          count.toLocaleString('en-US'),
          seconds.toFixed(2),
          cpuSeconds.toFixed(2),
          Math.round(perSecond).toLocaleString('en-US'),
          (perSecond / slowest).toFixed(1),
          rssMb.toFixed(0),
          megabytes.toFixed(1),
        ];
      }),
    ),
  );
  return {
    n: rounds,
    rows: runs.map(({ what, rows: count }, index) => {
      const against = index === 0 ? undefined : { peer: runs[0]?.what ?? '', value: slowest };
      return figure(what, count / (best[index]?.seconds ?? NaN), 'rows/s', against);
    }),
    details: best,
  };
}

function measure(name: string, rows: number): Measurement {
  const text = execFileSync(process.execPath, [CONTENDER, name, String(rows)], {
    encoding: 'utf8',
  });
  return JSON.parse(text) as Measurement;
}
