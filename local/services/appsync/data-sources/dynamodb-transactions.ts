import type { DataSourceOutcome } from '../types.ts';
import { fromWireMap, toWireMap, type Attributes } from './attribute-values.ts';
import { TO_WIRE, type DynamoDbRequest, type Expression } from './dynamodb-requests.ts';
import { failed, failureOf, toFailure, type DynamoDbCall } from './dynamodb-failures.ts';
import { mappingError, missingMember } from './mapping-error.ts';

/** One item of a transaction's request object. */
interface TransactItem extends Omit<DynamoDbRequest, 'condition'> {
  readonly table: string;
  readonly key: Attributes;
  readonly condition?: Expression & { readonly returnValuesOnConditionCheckFailure?: boolean };
}

/** What became of one item: `undo` takes it back. */
interface Attempt {
  readonly failure?: { readonly type: string; readonly message: string };
  readonly before: Attributes | undefined;
  readonly undo?: () => Promise<unknown>;
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/js-aws-appsync-resolver-reference-dynamodb-transact-write-items.html (all facts of this file without a source of their own)
const MAX_ITEMS = 100;
const OPERATIONS: ReadonlySet<unknown> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'ConditionCheck',
]);

/** Whether a request object is a transaction: its caller lets nothing else run beside it. */
export function isTransaction({ operation }: Readonly<Record<string, unknown>>): boolean {
  return operation === 'TransactGetItems' || operation === 'TransactWriteItems';
}

/**
 * Runs a transaction over a store that has none: each item is written under its own condition, and all are taken
 * back when one fails. Resolvers never see the steps between; whoever calls the table by an SDK meanwhile may,
 * and a process that is killed meanwhile leaves some of the items written.
 */
export async function runTransaction(
  request: Readonly<Record<string, unknown>>,
  call: DynamoDbCall,
): Promise<DataSourceOutcome> {
  const { operation, transactItems } = request;
  if (!Array.isArray(transactItems)) return missingMember('transactItems');
  const items = transactItems as readonly TransactItem[];
  const refused = refuse(operation, items);
  if (refused) return refused;
  return operation === 'TransactGetItems' ? getAll(items, call) : writeAll(items, call);
}

function refuse(operation: unknown, items: readonly TransactItem[]): DataSourceOutcome | undefined {
  for (const [index, item] of items.entries()) {
    for (const member of ['table', 'key'] as const) {
      if ((item as Partial<TransactItem>)[member] === undefined)
        return missingMember(`transactItems[${index}].${member}`);
    }
    if (operation === 'TransactWriteItems' && !OPERATIONS.has(item.operation))
      return mappingError(`Unsupported operation '${item.operation}' in a transaction.`);
  }
  // documented: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html (both)
  // assumed: the words of the first
  if (items.length < 1 || items.length > MAX_ITEMS) {
    return failed(
      failureOf('ValidationException', `Member must have length between 1 and ${MAX_ITEMS}`),
    );
  }
  const targets = new Set(
    items.map(({ table, key }) => JSON.stringify([table, sorted(toWireMap(key))])),
  );
  if (targets.size < items.length) {
    const message = 'Transaction request cannot include multiple operations on one item';
    return failed(failureOf('ValidationException', message));
  }
  return undefined;
}

async function getAll(
  items: readonly TransactItem[],
  call: DynamoDbCall,
): Promise<DataSourceOutcome> {
  const read: (Record<string, unknown> | null)[] = [];
  for (const item of items) {
    const input = TO_WIRE.GetItem?.({ ...item, operation: 'GetItem', consistentRead: true });
    const { status, body } = await call('GetItem', { TableName: item.table, ...input });
    if (status !== 200) return failed(toFailure(status, body));
    read.push(body.Item ? fromWireMap(body.Item as Attributes) : null);
  }
  return { result: { items: read, cancellationReasons: null } };
}

async function writeAll(
  items: readonly TransactItem[],
  call: DynamoDbCall,
): Promise<DataSourceOutcome> {
  const attempts: Attempt[] = [];
  // All are tried, also after a failure: the answer gives a reason for each.
  for (const item of items) attempts.push(await attempt(item, call));
  if (attempts.every(({ failure }) => failure === undefined)) {
    for (const [index, { undo }] of attempts.entries()) {
      if (items[index]?.operation === 'ConditionCheck') await undo?.();
    }
    const keys = items.map(({ key }) => fromWireMap(toWireMap(key)));
    return { result: { keys, cancellationReasons: null } };
  }
  for (const { undo } of attempts.toReversed()) await undo?.();
  return cancelled(items, attempts);
}

function cancelled(
  items: readonly TransactItem[],
  attempts: readonly Attempt[],
): DataSourceOutcome {
  const codes = attempts.map(({ failure }) => failure?.type ?? 'None').join(', ');
  // documented: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html (words)
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  const cancellationReasons = attempts.map(({ failure, before }, index) => {
    const isWanted = items[index]?.condition?.returnValuesOnConditionCheckFailure ?? true;
    const isCondition = failure?.type === 'ConditionalCheckFailed';
    return {
      item: isCondition && isWanted && before ? fromWireMap(before) : null,
      // assumed: an item that did not fail reads as DynamoDB's own reason for it
      type: failure?.type ?? 'None',
      message: failure?.message ?? 'None',
    };
  });
  return {
    result: { keys: null, cancellationReasons },
    error: failureOf('TransactionCanceledException', message),
  };
}

async function attempt(item: TransactItem, call: DynamoDbCall): Promise<Attempt> {
  const Key = toWireMap(item.key);
  const target = { TableName: item.table };
  const { body: found } = await call('GetItem', { ...target, Key, ConsistentRead: true });
  const before = found.Item as Attributes | undefined;
  // An update without an expression changes nothing; it makes an item of the key alone where there was none.
  const operation = item.operation === 'ConditionCheck' ? 'UpdateItem' : item.operation;
  const input = TO_WIRE[operation]?.(item) ?? {};
  const { status, body } = await call(operation, { ...target, ...input });
  if (status !== 200) return { before, failure: reasonOf(body) };
  const undo = (): Promise<unknown> =>
    before ? call('PutItem', { ...target, Item: before }) : call('DeleteItem', { ...target, Key });
  return { before, undo };
}

// documented: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html (codes)
function reasonOf(body: Readonly<Record<string, unknown>>): { type: string; message: string } {
  const { __type = '', message = '' } = body as { __type?: string; message?: string };
  const type = (__type.split('#').at(-1) ?? '').replace(/Exception$/, '');
  return { type: type === 'Validation' ? 'ValidationError' : type, message };
}

function sorted(key: Attributes): unknown {
  return Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1));
}
