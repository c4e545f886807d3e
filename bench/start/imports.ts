import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { table } from '../lib/table.ts';

const ROUNDS = 5;

interface Template {
  readonly Resources: Record<
    string,
    {
      Type: string;
      Properties: {
        Code: { S3Key: string };
        Environment?: { Variables: Record<string, unknown> };
      };
    }
  >;
}

/**
 * How long each function's code takes to read and run up to its handler, in a process of its own, as in a cold start;
 * from the newest assembly the local cloud keeps. Of this machine, without Lambda's own start and its slower CPU.
 */
export function timeImports(assemblies: string): string {
  const assembly = newestOf(assemblies);
  const file = readdirSync(assembly).find((name) => name.endsWith('.template.json')) ?? '';
  const { Resources } = JSON.parse(readFileSync(path.join(assembly, file), 'utf8')) as Template;
  const rows = Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(([logicalId, { Properties }]) => {
      const hash = path.basename(Properties.Code.S3Key, '.zip');
      const code = path.join(assembly, `asset.${hash}`, 'index.mjs');
      const variables = Object.keys(Properties.Environment?.Variables ?? {});
      const times = Array.from({ length: ROUNDS }, () => timeImport(code, variables));
      const kib = readFileSync(code).length / 1024;
      return [logicalId, kib.toFixed(0), Math.min(...times).toFixed(0), median(times).toFixed(0)];
    });
  return table(['function', 'KiB', 'import, best ms', 'median ms'], rows);
}

function timeImport(file: string, variables: readonly string[]): number {
  const script = `
    const startedAt = performance.now();
    await import(${JSON.stringify(path.resolve(file))});
    process.stdout.write(String(performance.now() - startedAt));
    process.exit();`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: {
      ...process.env,
      ...{ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
      ...{ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769', AWS_LAMBDA_FUNCTION_NAME: 'bench' },
      ...Object.fromEntries(variables.map((name) => [name, '60'])),
    },
  });
  const tookMs = Number(stdout);
  if (!(tookMs > 0)) throw new Error(`${file} could not be imported: ${stderr}`);
  return tookMs;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function newestOf(directory: string): string {
  const [newest] = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(directory, name))
    .sort((a, b) => modifiedAt(b) - modifiedAt(a));
  if (newest === undefined) throw new Error(`${directory} holds no assembly.`);
  return newest;
}

function modifiedAt(directory: string): number {
  return statSync(directory).mtimeMs;
}
