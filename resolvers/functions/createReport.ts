import { runtime, util, type Context, type DynamoDBPutItemRequest } from '@aws-appsync/utils';
import { requireSameOrder, type OrderStash } from '../lib/order-stash.ts';
import { isConditionFailure, serviceFailed } from '../lib/refuse.ts';
import type { StoredReport } from '../lib/stored-report.ts';

/** Stores the row, unless one with this id is there. */
export function request(ctx: Context<never, OrderStash>): DynamoDBPutItemRequest {
  if (ctx.stash.earlier) runtime.earlyReturn(ctx.stash.earlier);
  const { owner, reportId, ...attributes } = ctx.stash.report;
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ owner, reportId }),
    attributeValues: util.dynamodb.toMapValues(attributes),
    condition: { expression: 'attribute_not_exists(reportId)' },
  };
}

/** The stored row; the earlier one when an equal request came first; a refusal when the id was used for another. */
export function response(ctx: Context<never, OrderStash>): StoredReport {
  const stored = ctx.result as StoredReport | null;
  if (!ctx.error && stored) return stored;
  if (!ctx.error || !stored || !isConditionFailure(ctx.error)) {
    serviceFailed('The report could not be stored. Nothing was started; try again.');
  }
  requireSameOrder(stored, ctx.stash.report);
  return stored;
}
