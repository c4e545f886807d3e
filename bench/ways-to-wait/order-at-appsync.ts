import { ConsoleLogger } from 'aws-amplify/utils';
import { signInAt } from '../../test/support/users.ts';
import type { OrderAtAppSync } from './many-clients.ts';
import { ROWS } from './plan.ts';
import type { Cloud } from './processes.ts';

const GENERATE =
  'mutation G($input: GenerateReportInput!) { generateReport(input: $input) { reportId } }';

/** Orders as the demo user, by HTTP at the API itself. */
export function orderAtAppSync(cloud: Cloud): OrderAtAppSync {
  ConsoleLogger.LOG_LEVEL = 'NONE';
  return async (delayMs) => {
    const authorization = await signInAt(cloud);
    const input = { definition: { sample: { amountOfRows: ROWS, delayMs } } };
    const answer = await fetch(`${cloud.apiOrigin}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ query: GENERATE, variables: { input } }),
    });
    const { data } = (await answer.json()) as { data?: { generateReport: { reportId: string } } };
    if (!data) throw new Error(`the order was answered with HTTP ${answer.status}`);
    return data.generateReport.reportId;
  };
}
