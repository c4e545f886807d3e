import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readFunctions } from '../../local/runtime/functions.ts';
import { startTestCloud } from '../support/cloud.ts';
import { configureAmplify } from '../support/amplify.ts';
import { signInPerson } from '../support/person.ts';

/** What the generator prints for one report, in the file of its function. */

test('the log of one report reads like CloudWatch’s and carries its id', async () => {
  await using cloud = await startTestCloud();
  configureAmplify(cloud);
  const owner = await signInPerson(cloud);
  const generator = readFunctions(cloud.stack, cloud.services.logDirectory).find(
    ({ timeoutMs }) => timeoutMs === 900_000,
  );
  const reportId = crypto.randomUUID();
  await owner.order(reportId, { definition: { sample: { amountOfRows: 3 } } });
  await owner.until(reportId, ({ status }) => status === 'SUCCEEDED');
  await cloud.services.lambda.waitUntilIdle();

  const file = path.join(cloud.services.logDirectory, `${generator?.name}.log`);
  const lines = (await readFile(file, 'utf8')).trim().split('\n');

  const [, requestId = ''] =
    /^START RequestId: (\S+) Version: \$LATEST$/.exec(lines[0] ?? '') ?? [];
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(lines.at(-2)).toBe(`END RequestId: ${requestId}`);
  expect(lines.at(-1)).toMatch(
    new RegExp(
      `^REPORT RequestId: ${requestId}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: ${generator?.memoryMb} MB\tMax Memory Used: \\d+ MB\tInit Duration: \\d+\\.\\d\\d ms$`,
    ),
  );
  const own = lines.filter((line) => line.includes(reportId));
  expect(own.length).toBeGreaterThan(0);
  // Lines of JSON are told as they are, as CloudWatch Logs Insights and its metrics read them.
  for (const line of own) {
    expect(JSON.parse(line)).toMatchObject({ correlation_id: reportId, requestId });
  }
});
