import { util, type Context, type DynamoDBGetItemRequest } from '@aws-appsync/utils';
import { requireSameOrder, type OrderStash } from '../lib/order-stash.ts';
import { serviceFailed } from '../lib/refuse.ts';
import type { StoredReport } from '../lib/stored-report.ts';

/** A request that is repeated must not count against the owner's limit. */
export function request(ctx: Context<never, OrderStash>): DynamoDBGetItemRequest {
  const { owner, reportId } = ctx.stash.report;
  return {
    operation: 'GetItem',
    key: util.dynamodb.toMapValues({ owner, reportId }),
    consistentRead: true,
  };
}

export function response(ctx: Context<never, OrderStash>): null {
  if (ctx.error) serviceFailed('The report could not be stored. Nothing was started; try again.');
  const earlier = ctx.result as StoredReport | null;
  if (earlier) {
    requireSameOrder(earlier, ctx.stash.report);
    ctx.stash.earlier = earlier;
  }
  return null;
}
