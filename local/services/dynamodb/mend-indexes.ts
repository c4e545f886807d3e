/** Makes indexes agree with their table again: dynalite writes an item and its index entries one after the other, and may be killed in between. */
import { isDeepStrictEqual } from 'node:util';
import { LocalError } from '../../errors.ts';
import type { DynamoDbCall } from './service.ts';
import type { IndexConfig, TableConfig } from './table-config.ts';

type Item = Readonly<Record<string, unknown>>;

/** Mends what a kill has left; resolves with how many items that were. */
export async function mendIndexes(call: DynamoDbCall, config: TableConfig): Promise<number> {
  const indexes = [
    ...(config.LocalSecondaryIndexes ?? []),
    ...(config.GlobalSecondaryIndexes ?? []),
  ];
  if (indexes.length === 0) return 0;
  const tableKey = namesOf(config);
  const keyOf = (item: Item): string => JSON.stringify(tableKey.map((name) => item[name]));
  const all = [...new Set([...tableKey, ...indexes.flatMap(namesOf)])];
  const items = new Map<string, Item>();
  for (const item of await scan(call, config, all)) items.set(keyOf(item), item);

  const broken = new Map<string, Item>();
  for (const index of indexes) {
    const names = namesOf(index);
    const indexed = new Set<string>();
    for (const entry of await scan(call, config, [...new Set([...tableKey, ...names])], index)) {
      const item = items.get(keyOf(entry));
      if (item && isDeepStrictEqual(pick(item, names), pick(entry, names))) {
        indexed.add(keyOf(entry));
      } else {
        await removeEntry(call, config, tableKey, entry);
        if (item) broken.set(keyOf(item), item);
      }
    }
    for (const [key, item] of items) {
      const belongs = names.every((name) => item[name] !== undefined);
      if (belongs && !indexed.has(key)) broken.set(key, item);
    }
  }
  for (const item of broken.values()) await writeAgain(call, config, pick(item, tableKey));
  return broken.size;
}

/** An entry that no item has: made one of an item, and removed with it; the item comes back as it was. */
async function removeEntry(
  call: DynamoDbCall,
  { TableName }: TableConfig,
  tableKey: readonly string[],
  entry: Item,
): Promise<void> {
  const Key = pick(entry, tableKey);
  const { Item: before } = await must(call, 'GetItem', { TableName, Key, ConsistentRead: true });
  await must(call, 'PutItem', { TableName, Item: { ...(before as Item | undefined), ...entry } });
  if (before) await must(call, 'PutItem', { TableName, Item: before });
  else await must(call, 'DeleteItem', { TableName, Key });
}

/** Each write of an item writes its entries. */
async function writeAgain(
  call: DynamoDbCall,
  { TableName }: TableConfig,
  Key: Item,
): Promise<void> {
  const { Item: item } = await must(call, 'GetItem', { TableName, Key, ConsistentRead: true });
  if (item) await must(call, 'PutItem', { TableName, Item: item });
}

async function scan(
  call: DynamoDbCall,
  { TableName }: TableConfig,
  names: readonly string[],
  index?: IndexConfig,
): Promise<Item[]> {
  const found: Item[] = [];
  let from: unknown;
  do {
    const page = await must(call, 'Scan', {
      TableName,
      ...(index && { IndexName: index.IndexName }),
      ProjectionExpression: names.map((_name, n) => `#n${n}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(names.map((name, n) => [`#n${n}`, name])),
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    found.push(...(page.Items as Item[]));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}

async function must(
  call: DynamoDbCall,
  operation: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { status, body } = await call(operation, input);
  if (status === 200) return body;
  throw new LocalError(
    'ERR_INTERNAL',
    `The indexes of the table ${String(input.TableName)} could not be mended: ${String(body.message)}`,
  );
}

function namesOf({ KeySchema }: Pick<IndexConfig, 'KeySchema'>): string[] {
  return KeySchema.map(({ AttributeName }) => AttributeName);
}

function pick(item: Item, names: readonly string[]): Item {
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}
