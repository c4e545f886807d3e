import path from 'node:path';
import { takeCommonOptions } from './lib/common-options.ts';
import { describeMachine } from './lib/machine.ts';
import { runLimited } from './lib/run-limited.ts';
import type { About, Figures } from './lib/suite.ts';
import { explainSuite, listSuites, readSuites } from './lib/suites.ts';

/**
 * `npm run bench -- <suite> [options]`: runs `bench/<suite>/index.ts`, which prints tables, and ends it when it takes too
 * long. Without a suite it lists them. Exit codes: 1 the suite failed, 2 no such suite or option, 124 over its limit.
 */
const RUN_SUITE = path.join(import.meta.dirname, 'lib/run-suite.ts');
const USAGE = 2;
/** As of timeout(1). */
const OVER_LIMIT = 124;

const [name = '', ...args] = process.argv.slice(2);
const suites = await readSuites();
const about = suites.get(name);
if (about && args.includes('--help')) console.log(explainSuite(name, about));
else if (about) process.exitCode = await runSuite(about);
else if (name === '' || name === '--help') console.log(listSuites(suites));
else process.exitCode = refuse(`There is no suite '${name}'.`, listSuites(suites));

async function runSuite(suite: About): Promise<number> {
  const { options, quick, limitMinutes } = suite;
  const common = takeCommonOptions(args, options);
  if (typeof common === 'string') return refuse(common, explainSuite(name, suite));
  const { asJson, limitMs = limitMinutes * 60_000, isQuick } = common;
  if (isQuick && !quick) return refuse(`${name} has no quick form: it is quick.`);
  const rest = [...(isQuick ? (quick?.args ?? []) : []), ...common.rest];
  const machine = describeMachine();
  const startedAt = new Date();
  using interruption = abortOnSignals();
  const { isOverLimit, exitCode, message } = await runLimited(RUN_SUITE, [name, ...rest], {
    limitMs,
    stdout: asJson ? 2 : 1,
    signal: interruption.signal,
  });
  if (isOverLimit) {
    const minutes = Number((limitMs / 60_000).toPrecision(3));
    console.error(
      `\n${name} was ended after ${minutes} minutes, its limit: the machine is busy, or something hangs. ` +
        'Nothing it started runs on. --limit-minutes gives it longer, --quick asks for less where there is such a form.',
    );
    return OVER_LIMIT;
  }
  if (exitCode !== 0) return exitCode ?? 1;
  if (!asJson) return 0;
  const { n, rows, details } = message as Figures;
  const seconds = Math.round((Date.now() - startedAt.getTime()) / 1000);
  const command = ['npm run bench --', name, ...rest].join(' ');
  const head = { suite: name, command, machine, node: process.version };
  console.log(
    JSON.stringify({ ...head, date: startedAt.toISOString(), seconds, n, rows, details }, null, 2),
  );
  return 0;
}

function refuse(...why: readonly string[]): number {
  console.error(why.join('\n\n'));
  return USAGE;
}

/** Ctrl-C reaches our process group only, and the suite has another. */
function abortOnSignals(): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, abort);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, abort);
    },
  };
}
