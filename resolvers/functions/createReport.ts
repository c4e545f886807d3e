import { util, type Context, type DynamoDBPutItemRequest } from '@aws-appsync/utils';
import { serviceFailed } from '../lib/refuse.ts';
import type { StoredReport } from '../lib/stored-report.ts';

type Stash = { report: StoredReport };

/** Stores the row, unless one with this id is there. */
export function request(ctx: Context<never, Stash>): DynamoDBPutItemRequest {
  const { owner, reportId, ...attributes } = ctx.stash.report;
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ owner, reportId }),
    attributeValues: util.dynamodb.toMapValues(attributes),
    condition: { expression: 'attribute_not_exists(reportId)' },
  };
}

/** The stored row; the earlier one when the same request came before; a refusal when the id was used for another. */
export function response(ctx: Context<never, Stash>): StoredReport {
  const stored = ctx.result as StoredReport | null;
  if (!ctx.error && stored) return stored;
  if (!ctx.error || !stored || ctx.error.type !== 'DynamoDB:ConditionalCheckFailedException') {
    serviceFailed('The report could not be stored. Nothing was started; try again.');
  }
  if (stored.fingerprint !== ctx.stash.report.fingerprint) {
    util.error(
      `input.reportId: ${stored.reportId} was already used for another report; make a new id`,
      'IdempotentParameterMismatch',
      null,
      { field: 'input.reportId' },
    );
  }
  return stored;
}
