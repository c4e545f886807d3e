import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

interface Outcome {
  readonly isOk: boolean;
  readonly output: string;
}

/** Every check there is beside the tests, side by side; each is run even when another has failed. */
const CHECKS: readonly (readonly [name: string, run: () => Promise<Outcome>])[] = [
  ['format', () => tool('prettier', '--check', '--log-level', 'warn', '.')],
  ['types', () => tool('tsc', '-p', 'tsconfig.json')],
  ['lint', () => tool('eslint', '.')],
  ['links', () => command(process.execPath, 'scripts/check-links.ts')],
];

// By itself and first: it writes the files the others read.
const generated = await check('generated code is up to date', () => generatedIsCurrent());
const others = await Promise.all(CHECKS.map(([name, run]) => check(name, run)));
process.exitCode = [generated, ...others].every(Boolean) ? 0 : 1;

async function check(name: string, run: () => Outcome | Promise<Outcome>): Promise<boolean> {
  const startedAt = performance.now();
  const { isOk, output } = await run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${output}${isOk ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  return isOk;
}

function tool(name: string, ...args: string[]): Promise<Outcome> {
  return command('npx', '--no-install', name, ...args);
}

async function command(file: string, ...args: string[]): Promise<Outcome> {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<boolean>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
  });
  const [out, err, isOk] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { isOk, output: out + err };
}

/** Generates anew and compares with what is committed; leaves the committed files as they were. */
function generatedIsCurrent(): Outcome {
  const kept = mkdtempSync(path.join(tmpdir(), 'generated-'));
  const directory = 'schema/generated';
  try {
    cpSync(directory, kept, { recursive: true });
    const generated = spawnSync('npm', ['run', '--silent', 'codegen', '--', '--silent']);
    if (generated.status !== 0) return { isOk: false, output: generated.stderr.toString() };
    const difference = spawnSync('diff', ['-r', kept, directory], { encoding: 'utf8' });
    if (difference.status === 0) return { isOk: true, output: '' };
    const output = `schema/generated differs from the schema; run npm run codegen.\n${difference.stdout}`;
    return { isOk: false, output };
  } finally {
    cpSync(kept, directory, { recursive: true });
    rmSync(kept, { recursive: true });
  }
}
