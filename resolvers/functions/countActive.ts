import { runtime, util, type Context, type DynamoDBQueryRequest } from '@aws-appsync/utils';
import { isActiveLarge } from '../lib/lanes.ts';
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
  const { maxActiveReports, maxActiveLargeReports } = settingsOf(ctx.env);
  if (items.length >= maxActiveReports) refuseForLimit(maxActiveReports, items.length);
  const large = items.filter((item) => isActiveLarge(item));
  if (ctx.stash.report.lane && large.length >= maxActiveLargeReports) {
    refuseForLimit(maxActiveLargeReports, large.length, 'large reports');
  }
  ctx.stash.active = items.map(({ reportId }) => reportId);
  ctx.stash.activeLarge = large.map(({ reportId }) => reportId);
  return null;
}
