import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Every check there is beside the tests; each is run even when one before it failed. */
const CHECKS: readonly (readonly [name: string, run: () => boolean])[] = [
  ['format', () => tool('prettier', '--check', '--log-level', 'warn', '.')],
  ['types', () => tool('tsc', '-p', 'tsconfig.json')],
  ['lint', () => tool('eslint', '.')],
  ['links', () => node('scripts/check-links.ts')],
  ['generated code is up to date', generatedIsCurrent],
];

const failed = CHECKS.filter(([name, run]) => {
  const startedAt = performance.now();
  const ok = run();
  console.log(
    `${ok ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`,
  );
  return !ok;
});
process.exitCode = failed.length === 0 ? 0 : 1;

function tool(name: string, ...args: string[]): boolean {
  return spawnSync('npx', ['--no-install', name, ...args], { stdio: 'inherit' }).status === 0;
}

function node(script: string): boolean {
  return spawnSync(process.execPath, [script], { stdio: 'inherit' }).status === 0;
}

/** Generates anew and compares with what is committed; leaves the committed files as they were. */
function generatedIsCurrent(): boolean {
  const kept = mkdtempSync(path.join(tmpdir(), 'generated-'));
  const directory = 'schema/generated';
  try {
    cpSync(directory, kept, { recursive: true });
    const generated = spawnSync('npm', ['run', '--silent', 'codegen', '--', '--silent']);
    if (generated.status !== 0) {
      console.log(generated.stderr.toString());
      return false;
    }
    const difference = spawnSync('diff', ['-r', kept, directory], { encoding: 'utf8' });
    if (difference.status === 0) return true;
    console.log(
      `schema/generated differs from the schema; run npm run codegen.\n${difference.stdout}`,
    );
    return false;
  } finally {
    cpSync(kept, directory, { recursive: true });
    rmSync(kept, { recursive: true });
  }
}
