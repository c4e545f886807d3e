import { util, type Context, type DynamoDBDeleteItemRequest } from '@aws-appsync/utils';
import { isConditionFailure, serviceFailed } from '../lib/refuse.ts';
import type { StoredReport } from '../lib/stored-report.ts';
import { statusesBefore, statusIsOneOf } from '../lib/transitions.ts';

type Ctx = Context<object, { report: StoredReport }>;

/** The row goes last: as long as it is there, deleting can be repeated. */
export function request(ctx: Ctx): DynamoDBDeleteItemRequest {
  const { owner, reportId } = ctx.stash.report;
  const isOver = statusIsOneOf(statusesBefore('deleteReport', null));
  return {
    operation: 'DeleteItem',
    key: util.dynamodb.toMapValues({ owner, reportId }),
    condition: {
      expression: isOver.expression,
      expressionNames: { '#status': 'status' },
      expressionValues: util.dynamodb.toMapValues(isOver.values),
    },
  };
}

/** A row that somebody else has deleted meanwhile is as good. */
export function response(ctx: Ctx): null {
  if (ctx.error && !isConditionFailure(ctx.error)) {
    serviceFailed('The report could not be deleted; try again.');
  }
  return null;
}
