import { util, type Context, type DynamoDBQueryRequest } from '@aws-appsync/utils';
import type { QueryListReportsArgs, ReportConnection } from '../schema/generated/types.ts';
import { callerId } from './lib/caller.ts';
import { MAX_PAGE_SIZE } from './lib/limits.ts';
import { badRequest, serviceFailed } from './lib/refuse.ts';
import type { StoredReport } from './lib/stored-report.ts';
import { withEngine } from './lib/with-engine.ts';

type Page = Omit<ReportConnection, 'items'> & { items: StoredReport[] };

/** One page of the caller's reports, newest first, by the index on `createdAt`. */
export function request(ctx: Context<QueryListReportsArgs>): DynamoDBQueryRequest {
  const { status, after } = ctx.args;
  const first = ctx.args.first ?? 20;
  if (first < 1 || first > MAX_PAGE_SIZE) {
    badRequest('first', `must be 1 to ${MAX_PAGE_SIZE}, not ${first}`);
  }
  const query: DynamoDBQueryRequest = {
    operation: 'Query',
    index: 'byCreatedAt',
    consistentRead: true,
    scanIndexForward: false,
    limit: first,
    query: {
      expression: '#owner = :owner',
      expressionNames: { '#owner': 'owner' },
      expressionValues: util.dynamodb.toMapValues({ ':owner': callerId(ctx.identity) }),
    },
  };
  if (after) query.nextToken = after;
  if (status) {
    query.filter = {
      expression: '#status = :status',
      expressionNames: { '#status': 'status' },
      expressionValues: util.dynamodb.toMapValues({ ':status': status }),
    };
  }
  return query;
}

export function response(ctx: Context<QueryListReportsArgs>): Page {
  if (ctx.error) {
    if (ctx.args.after)
      badRequest('after', 'is not a nextToken of this list; start from the first page');
    serviceFailed('The reports could not be read; try again.');
  }
  const { items, nextToken } = ctx.result as Page;
  return { items: items.map((report) => withEngine(report)), nextToken };
}
