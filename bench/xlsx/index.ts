import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { figure, type Figures } from '../lib/suite.ts';
import { table } from '../lib/table.ts';
import { about } from './about.ts';

const CONTENDERS = ['own', 'hucre', 'exceljs'] as const;

interface Took {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly rssMb: number;
  readonly fileMb: number;
}

/**
 * How fast 8 typed columns become a workbook on disk, beside the two best libraries, each in its own process, turn by
 * turn. The code is bundled first, as it is deployed.
 */
export async function run(args: string[]): Promise<Figures> {
  const { values } = parseArgs({ args, options: about.options });
  const rows = Number(values.rows);
  const directory = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    await bundle(directory);
    const best = new Map<string, Took>();
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const name of CONTENDERS) {
        const took = measure(directory, name, rows);
        const before = best.get(name);
        if (!before || took.seconds < before.seconds) best.set(name, took);
      }
    }
    const nothing = measure(directory, 'own', 0);
    print(rows, best, nothing);
    const own = best.get('own')?.seconds ?? NaN;
    const figures = [...best].map(([name, { seconds }]) => {
      const against = name === 'own' ? undefined : { peer: 'own', value: rows / own / 1000 };
      return figure(name, rows / seconds / 1000, 'k rows/s', against);
    });
    return { n: Number(values.rounds), rows: figures, details: Object.fromEntries(best) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function print(rows: number, best: ReadonlyMap<string, Took>, nothing: Took): void {
  const own = best.get('own');
  const lines = [...best].map(([name, { seconds, cpuSeconds, rssMb, fileMb }]) => [
    name,
    (rows / seconds / 1000).toFixed(0),
    seconds.toFixed(2),
    cpuSeconds.toFixed(2),
    rssMb.toFixed(0),
    fileMb.toFixed(1),
    own ? (seconds / own.seconds).toFixed(1) : '',
  ]);
  const head = ['writer', 'k rows/s', 'wall s', 'CPU s', 'RSS MB', 'file MB', 'own is faster by'];
  console.log(table(head, lines));
  console.log(
    `\n${rows} rows of 8 columns; best of the rounds by wall time, RSS of the same run. ` +
      `The process with its rows made but none written: ${nothing.rssMb.toFixed(0)} MB.`,
  );
}

function measure(directory: string, name: string, rows: number): Took {
  const file = path.join(directory, `${name}.xlsx`);
  const script = path.join(directory, 'contender.mjs');
  const printed = execFileSync(process.execPath, [
    '--no-deprecation',
    script,
    name,
    String(rows),
    file,
  ]);
  rmSync(file);
  return JSON.parse(printed.toString()) as Took;
}

async function bundle(directory: string): Promise<void> {
  await build({
    entryPoints: [path.join(import.meta.dirname, 'contender.ts')],
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    // What the libraries still require at run time.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}
