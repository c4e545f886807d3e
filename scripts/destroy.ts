import { spawnSync } from 'node:child_process';
import { S3Client } from '@aws-sdk/client-s3';
import { emptyBucket } from './publish-web.ts';
import { OUTPUTS_FILE, readOutputs, requireOutput } from './stack-outputs.ts';

/**
 * `npm run destroy -- <stack name>`: removes the stack that was deployed from this checkout, in development with all its
 * data. A stack of production is protected, and keeps rows, files, users and logs: docs/runbook.md says what to do first.
 */
const EMPTIED = {
  development: ['WebBucket', 'FilesBucket', 'DatasetsBucket', 'AccessLogsBucket'],
  production: ['WebBucket'],
};

try {
  process.exitCode = await destroy(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

/** Resolves with the exit code: 2 when it was not said what is to be removed, otherwise the CDK CLI's. */
async function destroy(args: readonly string[]): Promise<number> {
  const { stackName, outputs } = readOutputs(OUTPUTS_FILE);
  const stage = requireOutput(outputs, 'Stage') === 'production' ? 'production' : 'development';
  const wanted = [stackName, ...(stage === 'production' ? ['--production'] : [])];
  const [given, others] = splitAt(args, wanted.length);
  if (given.join() !== wanted.join()) {
    console.error(
      `This removes the ${stage} stack ${stackName}. To say so: npm run destroy -- ${wanted.join(' ')}` +
        (stage === 'production'
          ? '\ndocs/runbook.md, “Remove the stack”, says what comes before.'
          : ''),
    );
    return 2;
  }
  const s3 = new S3Client({ region: requireOutput(outputs, 'Region') });
  // A bucket has to be empty to go.
  for (const name of EMPTIED[stage]) {
    const bucket = outputs[name];
    if (bucket !== undefined) console.log(`${bucket}: ${await emptyBucket(s3, bucket)} removed.`);
  }
  const settings = [
    '-c',
    `stage=${stage}`,
    '-c',
    `stackName=${stackName}`,
    '-c',
    'rules=false',
    '-c',
    'nativeModules=false',
  ];
  const { status } = spawnSync(
    'npx',
    ['--no-install', 'cdk', 'destroy', 'Reports', '--no-notices', ...settings, ...others],
    { stdio: 'inherit' },
  );
  return status ?? 1;
}

function splitAt(items: readonly string[], index: number): [string[], string[]] {
  return [items.slice(0, index), items.slice(index)];
}
