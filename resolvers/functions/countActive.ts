import { runtime, util, type Context, type DynamoDBQueryRequest } from '@aws-appsync/utils';
import { refuseForLimit } from '../lib/limit-exceeded.ts';
import type { OrderStash } from '../lib/order-stash.ts';
import { serviceFailed } from '../lib/refuse.ts';
import { settingsOf } from '../lib/settings.ts';
import type { StoredReport } from '../lib/stored-report.ts';

/** When the owner's slots seem full: which of the owner's reports really are under way? */
export function request(ctx: Context<never, OrderStash>): DynamoDBQueryRequest {
  if (ctx.stash.earlier || ctx.stash.hasSlot) runtime.earlyReturn(null);
  return {
    operation: 'Query',
    index: 'byActive',
    consistentRead: true,
    limit: settingsOf(ctx.env).maxActiveReports,
    query: {
      expression: '#owner = :owner',
      expressionNames: { '#owner': 'owner' },
      expressionValues: util.dynamodb.toMapValues({ ':owner': ctx.stash.report.owner }),
    },
  };
}

export function response(ctx: Context<never, OrderStash>): null {
  if (ctx.error) serviceFailed('The report could not be stored. Nothing was started; try again.');
  const { items } = ctx.result as { items: StoredReport[] };
  const limit = settingsOf(ctx.env).maxActiveReports;
  if (items.length >= limit) refuseForLimit(limit, items.length);
  ctx.stash.active = items.map(({ reportId }) => reportId);
  return null;
}
