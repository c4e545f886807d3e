import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { figure, type Figure, type Figures } from '../lib/suite.ts';
import { table } from '../lib/table.ts';
import { about } from './about.ts';
import { best, measureRounds, spread, type Took } from './measure.ts';

const here = import.meta.dirname;
const CSV_CONTENDER = path.join(here, 'csv-contender.ts');
const UPLOAD_CONTENDER = path.join(here, 'upload-contender.ts');
/** Slower contenders get fewer rows; all figures are per second. */
const FEWER = 5;

/**
 * How fast rows become CSV and JSON Lines, beside two libraries, and how fast a whole file reaches storage, each
 * contender in its own process, turn by turn.
 */
export async function run(args: string[]): Promise<Figures> {
  const { values } = parseArgs({ args, options: about.options });
  const rounds = Number(values.rounds);
  checkSameBytes();
  const written = writing(Number(values.rows), rounds);
  const uploaded = await uploading(Number(values['upload-rows']), rounds);
  return { n: rounds, rows: [...written, ...uploaded] };
}

/** A comparison of writers that write different files would mean nothing. */
function checkSameBytes(): void {
  const digest = (name: string): string => {
    const args = [CSV_CONTENDER, name, '200000', '--digest'];
    return execFileSync(process.execPath, args, { encoding: 'utf8' }).split('\n')[1] ?? '';
  };
  const isSame = digest('ours') === digest('csv-stringify');
  console.log(
    `200,000 rows by us and by csv-stringify: ${isSame ? 'the same bytes' : 'DIFFERENT'}`,
  );
}

function writing(rows: number, rounds: number): Figure[] {
  const contenders = [
    { what: 'ours, CSV', name: 'ours', rows },
    { what: 'ours, CSV for Excel', name: 'excel', rows },
    { what: 'csv-stringify, stream', name: 'csv-stringify', rows: Math.ceil(rows / FEWER) },
    {
      what: 'csv-stringify for Excel',
      name: 'csv-stringify for Excel',
      rows: Math.ceil(rows / FEWER),
    },
    { what: 'papaparse, 5,000 rows a call', name: 'papaparse', rows: Math.ceil(rows / FEWER) },
    { what: 'ours, JSON Lines', name: 'jsonl', rows },
    { what: 'JSON.stringify', name: 'JSON.stringify', rows: Math.ceil(rows / FEWER) },
    { what: 'memcpy (ceiling)', name: 'memcpy', rows },
  ];
  const args = contenders.map((each) => [each.name, String(each.rows)]);
  const took = measureRounds(CSV_CONTENDER, args, rounds);
  return print('Writing rows of 8 columns', contenders, took);
}

async function uploading(rows: number, rounds: number): Promise<Figure[]> {
  using storage = spawn(process.execPath, [path.join(here, 'storage.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(storage.stdout, 'data')) as [Buffer];
  const contenders = [
    { what: 'ours', name: 'ours', rows },
    { what: 'ours, a tenth of the rows', name: 'ours', rows: Math.ceil(rows / 10) },
    { what: 'ours, continuable', name: 'continuable', rows },
    { what: 'ours, gzip, continuable', name: 'gzip', rows },
    { what: 'csv-stringify + lib-storage', name: 'naive', rows: Math.ceil(rows / FEWER) },
  ];
  const args = contenders.map((each) => [each.name, String(each.rows), String(port).trim()]);
  const took = measureRounds(UPLOAD_CONTENDER, args, rounds);
  return print('CSV into storage over HTTP', contenders, took);
}

function print(
  title: string,
  contenders: readonly { readonly what: string; readonly rows: number }[],
  took: readonly (readonly Took[])[],
): Figure[] {
  const speeds = contenders.map(({ rows }, index) =>
    (took[index] ?? []).map(({ seconds }) => rows / seconds),
  );
  const measured = contenders.map((contender, index) => {
    const { seconds, cpuSeconds, rssMb, bytes } = best(took[index] ?? []);
    const ratios = (speeds[index] ?? []).map((speed, round) => (speeds[0]?.[round] ?? NaN) / speed);
    return { ...contender, seconds, cpuSeconds, rssMb, bytes, ratios };
  });
  const ours = (measured[0]?.rows ?? NaN) / (measured[0]?.seconds ?? NaN);
  console.log(`\n${title}\n`);
  console.log(
    table(
      [
        'what',
        'rows',
        'k rows/s',
        'MB/s',
        'CPU s/M rows',
        'max RSS MB',
        'ours is faster by',
        'by round',
      ],
      measured.map(({ what, rows, seconds, cpuSeconds, rssMb, bytes, ratios }) => [
        what,
        rows.toLocaleString('en-US'),
        (rows / seconds / 1e3).toFixed(0),
        (bytes / 1e6 / seconds).toFixed(0),
        ((cpuSeconds / rows) * 1e6).toFixed(2),
        rssMb.toFixed(0),
        ((ours * seconds) / rows).toFixed(1),
        spread(ratios),
      ]),
    ),
  );
  const peer = contenders[0]?.what ?? '';
  return measured.flatMap(({ what, rows, seconds, rssMb }, index) => [
    figure(
      `${title}: ${what}`,
      rows / seconds / 1e3,
      'k rows/s',
      index === 0 ? undefined : { peer, value: ours / 1e3 },
    ),
    figure(
      `${title}: ${what}, memory`,
      rssMb,
      'MB',
      index === 0 ? undefined : { peer, value: measured[0]?.rssMb ?? NaN },
    ),
  ]);
}
