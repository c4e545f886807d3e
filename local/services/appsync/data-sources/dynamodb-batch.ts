import { isDeepStrictEqual } from 'node:util';
import type { DataSourceOutcome } from '../types.ts';
import { fromWireMap, toWireMap, type Attributes } from './attribute-values.ts';
import type { Expression } from './dynamodb-requests.ts';
import { failed, toFailure, type DynamoDbCall } from './dynamodb-failures.ts';
import { missingMember } from './mapping-error.ts';

type Tables<T> = Readonly<Record<string, T>>;
type WireRequest = Readonly<Record<string, { Item?: Attributes; Key?: Attributes }>>;

interface KeysOfTable {
  readonly keys: readonly Attributes[];
  readonly consistentRead?: boolean;
  readonly projection?: Expression;
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/js-aws-appsync-resolver-reference-dynamodb-batch-get-item.html (and its siblings: batch-put-item, batch-delete-item)
/** Runs a batch request object; its tables are named in it. Undefined for any other operation. */
export function runBatch(
  request: Readonly<Record<string, unknown>>,
  call: DynamoDbCall,
): Promise<DataSourceOutcome> | undefined {
  const { operation, tables } = request;
  if (
    operation !== 'BatchGetItem' &&
    operation !== 'BatchPutItem' &&
    operation !== 'BatchDeleteItem'
  )
    return undefined;
  if (typeof tables !== 'object' || tables === null)
    return Promise.resolve(missingMember('tables'));
  if (operation === 'BatchGetItem') return batchGet(tables as Tables<KeysOfTable>, call);
  return batchWrite(operation, tables as Tables<readonly Attributes[]>, call);
}

async function batchGet(
  tables: Tables<KeysOfTable>,
  call: DynamoDbCall,
): Promise<DataSourceOutcome> {
  const input = mapTables(tables, ({ keys, consistentRead, projection }) => {
    const read = projection && withKeys(projection, keys[0] ?? {});
    return {
      Keys: keys.map(toWireMap),
      ...(consistentRead === undefined ? {} : { ConsistentRead: consistentRead }),
      ...(read
        ? { ProjectionExpression: read.expression, ExpressionAttributeNames: read.expressionNames }
        : {}),
    };
  });
  const { status, body } = await call('BatchGetItem', { RequestItems: input });
  if (status !== 200) return failed(toFailure(status, body));
  const found = (body.Responses ?? {}) as Tables<Attributes[]>;
  const left = (body.UnprocessedKeys ?? {}) as Tables<{ Keys: Attributes[] }>;
  // documented: the same page (an item or null for every key, in the order of the keys)
  const data = mapTables(tables, ({ keys, projection }, table) =>
    keys.map((key) => {
      const item = found[table]?.find((candidate) => hasKey(candidate, toWireMap(key)));
      return item ? projected(fromWireMap(item), key, projection) : null;
    }),
  );
  return {
    result: {
      data,
      unprocessedKeys: mapTables(tables, (_, table) => (left[table]?.Keys ?? []).map(fromWireMap)),
    },
  };
}

async function batchWrite(
  operation: 'BatchPutItem' | 'BatchDeleteItem',
  tables: Tables<readonly Attributes[]>,
  call: DynamoDbCall,
): Promise<DataSourceOutcome> {
  const [kind, member] =
    operation === 'BatchPutItem'
      ? (['PutRequest', 'Item'] as const)
      : (['DeleteRequest', 'Key'] as const);
  const input = mapTables(tables, (items) =>
    items.map((item) => ({ [kind]: { [member]: toWireMap(item) } })),
  );
  const { status, body } = await call('BatchWriteItem', { RequestItems: input });
  if (status !== 200) return failed(toFailure(status, body));
  const left = (body.UnprocessedItems ?? {}) as Tables<readonly WireRequest[]>;
  const unprocessed = mapTables(tables, (_, table) =>
    (left[table] ?? []).map((request) => request[kind]?.[member] ?? {}),
  );
  // documented: the same page (null stands for an item that was not written)
  const data = mapTables(tables, (items, table) =>
    items.map((item) => {
      const isLeft = unprocessed[table]?.some((other) => isDeepStrictEqual(other, toWireMap(item)));
      return isLeft ? null : fromWireMap(toWireMap(item));
    }),
  );
  const name = operation === 'BatchPutItem' ? 'unprocessedItems' : 'unprocessedKeys';
  return { result: { data, [name]: mapTables(unprocessed, (items) => items.map(fromWireMap)) } };
}

/** A projection that also reads the key, without which items could not be put in order. */
function withKeys(
  projection: Expression,
  key: Attributes,
): Required<Pick<Expression, 'expression' | 'expressionNames'>> {
  const names: Record<string, string> = { ...projection.expressionNames };
  const added = keyNamesLeftOut(projection, key).map((name, index) => {
    names[`#appsyncKey${index}`] = name;
    return `#appsyncKey${index}`;
  });
  return { expression: [projection.expression, ...added].join(', '), expressionNames: names };
}

function keyNamesLeftOut(
  { expression, expressionNames = {} }: Expression,
  key: Attributes,
): string[] {
  const read = expression.split(',').map((path) => expressionNames[path.trim()] ?? path.trim());
  return Object.keys(key).filter((name) => !read.includes(name));
}

function projected(
  item: Record<string, unknown>,
  key: Attributes,
  projection: Expression | undefined,
): Record<string, unknown> {
  const leftOut = projection ? keyNamesLeftOut(projection, key) : [];
  return Object.fromEntries(Object.entries(item).filter(([name]) => !leftOut.includes(name)));
}

function hasKey(item: Attributes, key: Attributes): boolean {
  return Object.entries(key).every(([name, value]) => isDeepStrictEqual(item[name], value));
}

function mapTables<T, R>(tables: Tables<T>, map: (table: T, name: string) => R): Record<string, R> {
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [name, map(table, name)]),
  );
}
