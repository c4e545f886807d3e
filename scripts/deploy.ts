import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { publishWeb } from './publish-web.ts';
import { seedDatasets } from './seed-datasets.ts';
import { amplifyOutputsOf, OUTPUTS_FILE, readOutputs, requireOutput } from './stack-outputs.ts';

/**
 * `npm run deploy`: the stack, then the page and the datasets into its buckets. What is given is the CDK CLI's, for example
 * `npm run deploy -- -c stage=development -c stackName=Reports-Dev`. Doing it again changes only what differs.
 */
const PAGE = '.local/page';

mkdirSync('.local', { recursive: true });
run('vite', 'build', 'web', '--outDir', `../${PAGE}`, '--logLevel', 'warn');
run('cdk', 'deploy', '--no-notices', '--outputs-file', OUTPUTS_FILE, ...process.argv.slice(2));

const { outputs } = readOutputs(OUTPUTS_FILE);
const s3 = new S3Client({ region: requireOutput(outputs, 'Region') });
if (outputs.WebBucket !== undefined) {
  const { stored } = await publishWeb({
    s3,
    bucket: outputs.WebBucket,
    directory: PAGE,
    documents: { 'amplify_outputs.json': amplifyOutputsOf(outputs) },
  });
  console.log(`Published ${stored.length} files of the page.`);
}
for (const { key, isNew } of await seedDatasets({
  s3,
  bucket: requireOutput(outputs, 'DatasetsBucket'),
})) {
  if (isNew) console.log(`Stored ${key}.`);
}
console.log(`
${outputs.WebUrl === undefined ? '' : `The page   ${outputs.WebUrl}\n`}GraphQL    ${requireOutput(outputs, 'GraphqlUrl')}
A user     aws cognito-idp admin-create-user --region ${requireOutput(outputs, 'Region')} --user-pool-id ${requireOutput(outputs, 'UserPoolId')} \\
             --username you@example.com --user-attributes Name=email,Value=you@example.com Name=email_verified,Value=true`);

function run(tool: string, ...args: string[]): void {
  const { status } = spawnSync('npx', ['--no-install', tool, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
