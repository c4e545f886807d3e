import { runtime, util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { OrderStash } from '../lib/order-stash.ts';
import { isConditionFailure, serviceFailed } from '../lib/refuse.ts';
import { settingsOf } from '../lib/settings.ts';
import { SLOTS_OWNER, type Slots } from '../lib/slots.ts';

/** Notes the report as one of the owner's that are under way, if there may be one more; a large one among those, too. */
export function request(ctx: Context<never, OrderStash>): DynamoDBUpdateItemRequest {
  if (ctx.stash.earlier) runtime.earlyReturn(null);
  const { owner, reportId, lane } = ctx.stash.report;
  const { maxActiveReports, maxActiveLargeReports } = settingsOf(ctx.env);
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ owner: SLOTS_OWNER, reportId: owner }),
    update: {
      expression: `SET takenAt = :now ADD active :ids, ${lane ? 'activeLarge :ids, ' : ''}revision :one`,
      expressionValues: {
        ':ids': util.dynamodb.toStringSet([reportId]),
        ':one': util.dynamodb.toNumber(1),
        ':now': util.dynamodb.toNumber(util.time.nowEpochSeconds()),
      },
    },
    condition: {
      expression: lane
        ? `${hasRoom('active', ':limit')} AND ${hasRoom('activeLarge', ':largeLimit')}`
        : hasRoom('active', ':limit'),
      expressionValues: util.dynamodb.toMapValues({
        ':limit': maxActiveReports,
        ':id': reportId,
        ...(lane ? { ':largeLimit': maxActiveLargeReports } : {}),
      }),
    },
  };
}

export function response(ctx: Context<never, OrderStash>): null {
  if (ctx.error && !isConditionFailure(ctx.error)) {
    serviceFailed('The report could not be stored. Nothing was started; try again.');
  }
  ctx.stash.hasSlot = !ctx.error;
  if (ctx.error) ctx.stash.slots = ctx.result as Slots;
  return null;
}

function hasRoom(set: string, limit: string): string {
  return `(attribute_not_exists(${set}) OR size(${set}) < ${limit} OR contains(${set}, :id))`;
}
