import type { Principal } from '../aws/credentials.ts';
import type { Authorize, ContextKeys, Denial } from '../aws/iam/types.ts';
import { requestKeys, type PartitionKeyOf } from './request-keys.ts';

/** An action a caller must be allowed, and on what. */
export interface RequiredAccess {
  readonly action: string;
  readonly resource: string;
}

/** The first of what an operation needs that the caller is not allowed. */
export interface DeniedAccess extends RequiredAccess {
  readonly denial: Denial;
}

/** Whom to ask about whom. */
export interface AccessQuestion {
  readonly authorize: Authorize;
  readonly principal: Principal;
  readonly tablesArn: string;
  readonly partitionKeyOf: PartitionKeyOf;
  /** What is known of the request beside its input. */
  readonly keys?: ContextKeys;
}

type Input = Readonly<Record<string, unknown>>;

// documented: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
const ON_TABLE = [
  'ConditionCheckItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'PutItem',
  'UpdateItem',
  'UpdateTable',
];
const ON_TABLE_OR_INDEX = ['Query', 'Scan'];
const ON_TABLES = ['BatchGetItem', 'BatchWriteItem'];
const ON_ARN = ['ListTagsOfResource', 'TagResource', 'UntagResource'];

/** Asks IAM for everything an operation needs; undefined when all of it is allowed. */
export function findDenial(
  operation: string,
  input: Input,
  { authorize, principal, tablesArn, partitionKeyOf, keys }: AccessQuestion,
): DeniedAccess | undefined {
  for (const { action, resource } of requiredAccess(operation, input, tablesArn)) {
    const denial = authorize(principal, action, resource, {
      keys: () => ({ ...keys, ...requestKeys(operation, input, resource, partitionKeyOf) }),
    });
    if (denial) return { action, resource, denial };
  }
  return undefined;
}

/** Whether this service has an operation. */
export function isKnownOperation(operation: string): boolean {
  return ['ListTables', ...ON_TABLE, ...ON_TABLE_OR_INDEX, ...ON_TABLES, ...ON_ARN].includes(
    operation,
  );
}

/**
 * What an operation with this input needs. Nothing for operations this service does not have and for inputs
 * that do not say which table they mean: both are refused whoever asks.
 */
export function requiredAccess(
  operation: string,
  input: Input,
  tablesArn: string,
): readonly RequiredAccess[] {
  const on = (resource: string): RequiredAccess => ({ action: `dynamodb:${operation}`, resource });
  const { TableName, IndexName, RequestItems, ResourceArn } = input;
  const arnOf = (table: string): string =>
    table.startsWith('arn:') ? table : `${tablesArn}/${table}`;
  if (operation === 'ListTables') return [on('*')];
  if (ON_ARN.includes(operation)) return typeof ResourceArn === 'string' ? [on(ResourceArn)] : [];
  if (ON_TABLES.includes(operation)) {
    const tables = typeof RequestItems === 'object' && RequestItems ? RequestItems : {};
    return Object.keys(tables).map((table) => on(arnOf(table)));
  }
  if (typeof TableName !== 'string') return [];
  if (ON_TABLE_OR_INDEX.includes(operation) && typeof IndexName === 'string') {
    return [on(`${arnOf(TableName)}/index/${IndexName}`)];
  }
  return [...ON_TABLE, ...ON_TABLE_OR_INDEX].includes(operation) ? [on(arnOf(TableName))] : [];
}
