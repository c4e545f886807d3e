import { runtime, util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import { refuseForLimit } from '../lib/limit-exceeded.ts';
import type { OrderStash } from '../lib/order-stash.ts';
import { isConditionFailure, serviceFailed } from '../lib/refuse.ts';
import { settingsOf } from '../lib/settings.ts';
import { REQUEST_SECONDS, SLOTS_OWNER } from '../lib/slots.ts';

/**
 * Puts the owner's slots right and takes one, unless another request has changed them meanwhile, or may be about to
 * store the report it has taken one for.
 */
export function request(ctx: Context<never, OrderStash>): DynamoDBUpdateItemRequest {
  const { earlier, hasSlot, active = [], activeLarge = [], slots, report } = ctx.stash;
  if (earlier || hasSlot) runtime.earlyReturn(null);
  const large = report.lane ? [...activeLarge, report.reportId] : activeLarge;
  const now = util.time.nowEpochSeconds();
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ owner: SLOTS_OWNER, reportId: report.owner }),
    update: {
      // A set cannot be empty.
      expression: `SET active = :ids, takenAt = :now, revision = revision + :one${large.length > 0 ? ', activeLarge = :large' : ' REMOVE activeLarge'}`,
      expressionValues: {
        ':ids': util.dynamodb.toStringSet([...active, report.reportId]),
        ':one': util.dynamodb.toNumber(1),
        ':now': util.dynamodb.toNumber(now),
        ...(large.length > 0 ? { ':large': util.dynamodb.toStringSet(large) } : {}),
      },
    },
    condition: {
      expression: 'revision = :seen AND (attribute_not_exists(takenAt) OR takenAt <= :longAgo)',
      expressionValues: util.dynamodb.toMapValues({
        ':seen': slots?.revision ?? 0,
        ':longAgo': now - REQUEST_SECONDS,
      }),
    },
  };
}

export function response(ctx: Context<never, OrderStash>): null {
  if (!ctx.error) return null;
  if (!isConditionFailure(ctx.error)) {
    serviceFailed('The report could not be stored. Nothing was started; try again.');
  }
  const { maxActiveReports, maxActiveLargeReports } = settingsOf(ctx.env);
  const { report, slots } = ctx.stash;
  if (report.lane && (slots?.active ?? []).length < maxActiveReports) {
    refuseForLimit(maxActiveLargeReports, maxActiveLargeReports, 'large reports');
  }
  refuseForLimit(maxActiveReports, maxActiveReports);
}
