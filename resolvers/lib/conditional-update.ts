import { util, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { StoredReport } from './stored-report.ts';

export interface ConditionalUpdate {
  owner: string;
  reportId: string;
  /** Attributes to set; the version grows by itself. */
  set: Partial<StoredReport>;
  /** Further clauses, for example `attempt = attempt + :one`. */
  alsoSet?: string[];
  remove?: (keyof StoredReport)[];
  condition: string;
  /** Values the condition and `alsoSet` use, by their placeholders. */
  values: Record<string, unknown>;
}

/** An update of a report that DynamoDB refuses unless the condition holds. `#status` may be used in it. */
export function conditionalUpdate(update: ConditionalUpdate): DynamoDBUpdateItemRequest {
  const names: Record<string, string> = { '#version': 'version' };
  const values: Record<string, unknown> = { ':one': 1 };
  const clauses = ['#version = #version + :one'];
  for (const clause of update.alsoSet ?? []) clauses.push(clause);
  for (const [attribute, value] of Object.entries(update.set)) {
    names[`#${attribute}`] = attribute;
    values[`:${attribute}`] = value;
    clauses.push(`#${attribute} = :${attribute}`);
  }
  const removed: string[] = [];
  for (const attribute of update.remove ?? []) {
    names[`#${attribute}`] = attribute;
    removed.push(`#${attribute}`);
  }
  const removal = removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : '';
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ owner: update.owner, reportId: update.reportId }),
    update: {
      expression: `SET ${clauses.join(', ')}${removal}`,
      expressionNames: names,
      expressionValues: util.dynamodb.toMapValues(values),
    },
    condition: {
      expression: update.condition,
      expressionNames: { '#status': 'status' },
      expressionValues: util.dynamodb.toMapValues(update.values),
    },
  };
}
