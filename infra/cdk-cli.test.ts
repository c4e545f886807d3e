import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The pinned CDK CLI, as `npm run deploy` runs it, with cdk.json's context and without AWS. */

/** Each run is a process that reads the whole CDK: a second here, several on a busy machine. */
const TIMEOUT_MS = 120_000;

let directory: string;
let synthesis: ReturnType<typeof cdk>;

interface Template {
  Resources: Record<string, { Properties: Record<string, unknown> }>;
}

function cdk(...args: string[]) {
  const cli = path.resolve('node_modules/aws-cdk/bin/cdk');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, '--no-notices', ...args], {
    encoding: 'utf8',
    // Neither this machine's AWS configuration nor its switch of the validator.
    env: { ...process.env, CDK_VALIDATION: 'true', AWS_PROFILE: '', AWS_CONFIG_FILE: directory },
  });
  return { status, output: stdout + stderr };
}

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'cdk-'));
  // DuckDB for another processor is fetched from a registry: not here.
  synthesis = cdk('synth', '-q', '-o', directory, '-c', 'nativeModules=false');
}, TIMEOUT_MS);

afterAll(() => rmSync(directory, { recursive: true }));

test(
  'what cdk.json asks for is synthesised, validated, and breaks no rule',
  () => {
    expect(synthesis.output).not.toMatch(/ERROR|WARNING/i);
    expect(synthesis.status).toBe(0);
    expect(cdk('ls', '--app', directory).output.trim()).toBe('Reports');
  },
  TIMEOUT_MS,
);

test('it is the stack of production', () => {
  const template = readTemplate();

  expect(template.Resources['ApiGraphqlC5E83EDF']?.Properties).toMatchObject({
    IntrospectionConfig: 'DISABLED',
  });
});

test(
  'a file that is no longer removed in time, and a removed table, are seen before deployment',
  () => {
    const deployed = readTemplate();
    delete deployed.Resources['StoreFiles21FAE192']?.Properties['LifecycleConfiguration'];
    deployed.Resources['StoreFormerTable'] = {
      ...{ Type: 'AWS::DynamoDB::GlobalTable', DeletionPolicy: 'Delete' },
      Properties: {},
    };
    const file = path.join(directory, 'deployed.json');
    writeFileSync(file, JSON.stringify(deployed));
    const same = cdk('diff', '--app', directory, '--template', templateFile(), '--fail');
    const changed = cdk('diff', '--app', directory, '--template', file, '--fail-on=destructive');

    expect(same).toMatchObject({ status: 0 });
    expect(changed.output).toMatch(/\[\+] LifecycleConfiguration/);
    expect(changed.output).toMatch(/\[-] AWS::DynamoDB::GlobalTable StoreFormerTable/);
    expect(changed.status).toBe(1);
  },
  TIMEOUT_MS,
);

function templateFile(): string {
  return path.join(directory, 'Reports.template.json');
}

function readTemplate(): Template {
  return JSON.parse(readFileSync(templateFile(), 'utf8')) as Template;
}
