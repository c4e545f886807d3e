import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';
import {
  buildClientSchema,
  buildSchema,
  lexicographicSortSchema,
  printSchema,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { startTestCloud } from '../support/cloud.ts';
import { readSnippets } from '../support/document-snippets.ts';
import { runNode } from '../support/run-process.ts';

/** What docs/typed-clients.md tells third parties to do is done here, line by line, in a folder of its own. */

const DOCUMENT = 'docs/typed-clients.md';
const TEST_TIMEOUT_MS = 120_000;

/** The file the document leaves to its reader. */
const SESSION = `
import { Amplify } from 'aws-amplify';
import { signIn, type SignInInput } from 'aws-amplify/auth';
import { Hub, parseAmplifyConfig } from 'aws-amplify/utils';
const response = await fetch(process.env.REPORTS_ORIGIN + '/amplify_outputs.json');
const outputs = (await response.json()) as { custom: { demo_user: SignInInput; user_pool_endpoint: string } };
const config = parseAmplifyConfig({ ...outputs });
Object.assign(config.Auth?.Cognito ?? {}, { userPoolEndpoint: outputs.custom.user_pool_endpoint });
Amplify.configure(config);
await signIn(outputs.custom.demo_user);
export const isListening = new Promise<void>((resolve) => {
  Hub.listen('api', ({ payload }) => payload.event === 'Subscription ack' && resolve());
});
`;
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022', 'dom'],
    module: 'esnext',
    moduleResolution: 'bundler',
    moduleDetection: 'force',
    skipLibCheck: true,
    types: ['node'],
  },
  include: ['src'],
};

let cloud: LocalCloud;
/** Holds this repository as `reports` and one folder per way. */
let parent: string;

beforeAll(async () => {
  cloud = await startTestCloud();
  await mkdir('.local/test', { recursive: true });
  parent = await mkdtemp(path.resolve('.local/test/typed-clients-'));
  await symlink(process.cwd(), path.join(parent, 'reports'));
});

afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
  await rm(parent, { recursive: true });
});

/** A third party's project with everything the section shows, generated as its lines say. */
async function makeProject(name: string, heading: string): Promise<string> {
  const directory = path.join(parent, name);
  await mkdir(path.join(directory, 'src'), { recursive: true });
  await symlink(path.resolve('node_modules'), path.join(directory, 'node_modules'));
  await writeFile(path.join(directory, 'package.json'), '{ "type": "module" }');
  await writeFile(path.join(directory, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  await writeFile(path.join(directory, 'src/session.ts'), SESSION);
  const snippets = await readSnippets(DOCUMENT, heading);
  for (const { file, text } of snippets) {
    if (file !== undefined) await writeFile(path.join(directory, file), text);
  }
  for (const { language, text } of snippets) {
    if (language === 'sh') runLines(text, directory);
  }
  return directory;
}

/** Runs shell lines; what they install must be there already. */
function runLines(text: string, cwd: string): void {
  for (const line of text.trim().split('\n')) {
    const [, packages] = /^npm install --save-dev (.*)$/.exec(line) ?? [];
    for (const name of packages?.split(' ') ?? []) {
      expect(existsSync(path.join('node_modules', name)), name).toBe(true);
    }
    if (packages !== undefined) continue;
    const { status, stdout, stderr } = spawnSync('sh', ['-ec', line], { cwd, encoding: 'utf8' });
    expect(status, `${line}\n${stdout}${stderr}`).toBe(0);
  }
}

function compile(cwd: string): string {
  const tsc = path.resolve('node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [tsc, '-p', '.'], { cwd, encoding: 'utf8' }).stdout;
}

/** Bundles the project's program as any bundler would, and runs it against the cloud. */
async function runProgram(directory: string) {
  await build({
    absWorkingDir: directory,
    entryPoints: ['src/main.ts'],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    outfile: 'main.mjs',
    // A timer of Amplify's would hold the process for 15 seconds.
    footer: { js: 'process.exit();' },
  });
  const env = { REPORTS_ORIGIN: cloud.apiOrigin };
  return runNode(['main.mjs'], { cwd: directory, env });
}

test.each([
  ['client-preset', 'graphql-codegen\u2019s client preset'],
  ['amplify-strings', 'Amplify\u2019s typed texts'],
])(
  '%s: the lines generate a client that compiles strictly, refuses mistakes, and works',
  async (name, heading) => {
    const directory = await makeProject(name, heading);

    expect(compile(directory)).toBe('');
    const { code, output } = await runProgram(directory);
    expect(output).toContain('pushed SUCCEEDED\n');
    const [, link = ''] = /read 20 (http\S+)/.exec(output) ?? [];
    expect((await (await fetch(link)).text()).split('\r\n')).toHaveLength(22);
    expect(code).toBe(0);

    const mistakes = path.join(directory, 'src/mistakes.ts');
    const text = await readFile(mistakes, 'utf8');
    await writeFile(mistakes, text.replace(/^\/\/ @ts-expect-error.*\n/gm, ''));
    const refused = new Set(compile(directory).match(/^src\/mistakes\.ts\(\d+/gm));
    expect(refused.size).toBe(text.match(/@ts-expect-error/g)?.length);
  },
  TEST_TIMEOUT_MS,
);

test('introspection.json, for generators of other languages, is the published schema', async () => {
  const read = (file: string) => readFile(`schema/${file}`, 'utf8');
  const published = buildSchema(
    `${await read('appsync.graphql')}\n${await read('schema.graphql')}`,
  );
  const introspection = JSON.parse(
    await read('generated/introspection.json'),
  ) as IntrospectionQuery;
  expect(sortedText(buildClientSchema(introspection))).toBe(sortedText(published));
});

/** A schema as text, where order means nothing. */
function sortedText(schema: GraphQLSchema): string {
  const text = printSchema(lexicographicSortSchema(schema));
  const sortLocations = (_: string, locations: string): string =>
    ` on ${locations.split(' | ').sort().join(' | ')}`;
  return text.replace(/(?<=^directive .*) on (.*)$/gm, sortLocations);
}
