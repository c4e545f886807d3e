import { runtime, util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { Ended } from '../lib/ended.ts';
import { SLOTS_OWNER } from '../lib/slots.ts';

/** A report that has just ended no longer counts against its owner's limit. */
export function request(ctx: Context<object, Ended>): DynamoDBUpdateItemRequest {
  const { report, ended } = ctx.stash;
  if (!ended) runtime.earlyReturn(null);
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ owner: SLOTS_OWNER, reportId: report.owner }),
    update: {
      expression: `ADD revision :one DELETE active :ids${report.lane ? ', activeLarge :ids' : ''}`,
      expressionValues: {
        ':ids': util.dynamodb.toStringSet([report.reportId]),
        ':one': util.dynamodb.toNumber(1),
      },
    },
  };
}

/** A slot that could not be given back is found when it is missed: see `countActive`. */
export function response(): null {
  return null;
}
