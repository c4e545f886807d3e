import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { About, SuiteOption } from './suite.ts';

const BENCH = path.join(import.meta.dirname, '..');

/** Every folder of bench/ with an `index.ts`, by name, with what its `about.ts` tells. */
export async function readSuites(): Promise<ReadonlyMap<string, About>> {
  const names = readdirSync(BENCH).filter((name) => existsSync(path.join(BENCH, name, 'index.ts')));
  const read = async (name: string): Promise<readonly [string, About]> => {
    const { about } = (await import(`../${name}/about.ts`)) as { about: About };
    return [name, about];
  };
  return new Map(await Promise.all(names.sort().map(read)));
}

/** What there is to choose from: a line a suite, and its options below it. */
export function listSuites(suites: ReadonlyMap<string, About>): string {
  const width = Math.max(...[...suites.keys()].map((name) => name.length));
  const lines = [...suites].flatMap(([name, about]) => {
    const options = Object.entries(about.options).map(([option, each]) => showUse(option, each));
    return [
      `  ${name.padEnd(width)}  ${showTimes(about)}: ${about.measures}`,
      ...(options.length > 0 ? [`  ${' '.repeat(width)}  ${options.join(' ')}`] : []),
    ];
  });
  const more = 'npm run bench -- <suite> --help tells what the options mean.';
  return ['npm run bench -- <suite> [options]', '', ...lines, '', COMMON, '', more].join('\n');
}

/** One suite, each option with what it is for. */
export function explainSuite(name: string, about: About): string {
  const options = Object.entries(about.options).map(([option, each]) => {
    return `  ${showUse(option, each).padEnd(24)}  ${each.tells}`;
  });
  const head = `npm run bench -- ${name} [options]\n\n${showTimes(about)}: ${about.measures}`;
  return [head, '', ...options, '', COMMON].join('\n');
}

const COMMON = `For every suite:
  --json                    one JSON object on standard output; what is for people goes to standard error
  --quick                   less of everything, where a time is told for it
  --limit-minutes <n>       ends the suite after so long, in place of its own limit`;

function showTimes({ minutes, quick }: About): string {
  return quick
    ? `${showMinutes(minutes)}, --quick ${showMinutes(quick.minutes)}`
    : showMinutes(minutes);
}

function showMinutes(minutes: number): string {
  return minutes < 1 ? `${Math.round(minutes * 60)} s` : `${minutes} min`;
}

/** `--rounds <3>`: the option with what it is when left out. */
function showUse(name: string, { type, default: value }: SuiteOption): string {
  if (type === 'boolean') return `--${name}`;
  return `--${name} <${typeof value === 'string' ? value : 'n'}>`;
}
