import { ConsoleLogger } from 'aws-amplify/utils';
import { signInAt } from '../../test/support/users.ts';
import type { Cloud } from './processes.ts';
import type { Work } from './ways/way.ts';

const GENERATE =
  'mutation G($input: GenerateReportInput!) { generateReport(input: $input) { reportId } }';

/** Orders as the demo user, by HTTP at the API itself; resolves with the report's id. */
export async function orderAtAppSync(cloud: Cloud, work: Work): Promise<string> {
  ConsoleLogger.LOG_LEVEL = 'NONE';
  const authorization = await signInAt(cloud);
  const answer = await fetch(`${cloud.apiOrigin}/graphql`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      query: GENERATE,
      variables: { input: { definition: { sample: work } } },
    }),
  });
  const { data } = (await answer.json()) as { data?: { generateReport: { reportId: string } } };
  if (!data) throw new Error(`the order was answered with HTTP ${answer.status}`);
  return data.generateReport.reportId;
}
