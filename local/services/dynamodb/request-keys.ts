import type { ContextKeys } from '../aws/iam/types.ts';

/** The attribute a table, or one of its indexes, is divided by; undefined when it is not known. */
export type PartitionKeyOf = (table: string, index: string | undefined) => string | undefined;

type Input = Readonly<Record<string, unknown>>;
type Attributes = Readonly<Record<string, unknown>>;

const EXPRESSIONS = [
  'ProjectionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ConditionExpression',
  'UpdateExpression',
];
const KEYWORDS = new Set('AND OR NOT BETWEEN IN SET REMOVE ADD DELETE'.split(' '));

/** What an operation on one table or index tells IAM of itself. */
// documented: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html (all keys; Scan has no leading keys)
export function requestKeys(
  operation: string,
  input: Input,
  resource: string,
  partitionKeyOf: PartitionKeyOf,
): ContextKeys {
  const [, table = '', index] = /:table\/([^/]+)(?:\/index\/(.+))?$/.exec(resource) ?? [];
  const partitionKey = partitionKeyOf(table, index);
  const items = itemsOf(input, table);
  const leading = partitionKey === undefined ? [] : leadingKeys(input, items, partitionKey);
  const attributes = attributesOf(ofTable(input, table), items);
  return {
    ...(leading.length > 0 ? { 'dynamodb:LeadingKeys': leading } : {}),
    ...(attributes.length > 0 ? { 'dynamodb:Attributes': attributes } : {}),
    ...(operation === 'Scan' ? { 'dynamodb:FullTableScan': 'true' } : {}),
    'dynamodb:Select': text(input.Select),
    'dynamodb:ReturnValues': text(input.ReturnValues),
    'dynamodb:ReturnConsumedCapacity': text(input.ReturnConsumedCapacity),
  };
}

/** The keys and whole items of a request that are of a table. */
function itemsOf(input: Input, table: string): Attributes[] {
  const single = (input.Key ?? input.Item) as Attributes | undefined;
  if (single) return [single];
  const part = (input.RequestItems as Input | undefined)?.[table];
  if (Array.isArray(part)) {
    return (
      part as { PutRequest?: { Item: Attributes }; DeleteRequest?: { Key: Attributes } }[]
    ).map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {});
  }
  return (part as { Keys?: Attributes[] } | undefined)?.Keys ?? [];
}

/** What a batch says of one table; any other input as it is. */
function ofTable(input: Input, table: string): Input {
  const part = (input.RequestItems as Input | undefined)?.[table];
  return typeof part === 'object' && part !== null && !Array.isArray(part)
    ? (part as Input)
    : input;
}

function leadingKeys(input: Input, items: readonly Attributes[], partitionKey: string): string[] {
  const values = items.map((item) => item[partitionKey]);
  const { KeyConditionExpression: expression, KeyConditions: conditions } = input;
  if (typeof expression === 'string') values.push(equalTo(expression, input, partitionKey));
  const legacy = (conditions as Record<string, { AttributeValueList?: unknown[] }> | undefined)?.[
    partitionKey
  ];
  values.push(legacy?.AttributeValueList?.[0]);
  return values.flatMap((value) => {
    const [scalar] = Object.values((value ?? {}) as Attributes);
    return typeof scalar === 'string' ? [scalar] : [];
  });
}

/** The value a key condition wants the partition key to be equal to. */
function equalTo(expression: string, input: Input, partitionKey: string): unknown {
  const values = (input.ExpressionAttributeValues ?? {}) as Attributes;
  for (const [, name = '', value = ''] of expression.matchAll(/(#?[\w.-]+)\s*=\s*(:\w+)/g)) {
    if (resolveName(name, input) === partitionKey) return values[value];
  }
  return undefined;
}

/** Top-level attributes that keys, items and expressions name. */
function attributesOf(input: Input, items: readonly Attributes[]): string[] {
  const names = new Set(items.flatMap((item) => Object.keys(item)));
  for (const name of (input.AttributesToGet ?? []) as string[]) names.add(name);
  for (const member of EXPRESSIONS) {
    const expression = input[member];
    if (typeof expression !== 'string') continue;
    for (const name of namesIn(expression)) names.add(resolveName(name, input));
  }
  return [...names];
}

function namesIn(expression: string): string[] {
  return [...expression.matchAll(/(?<![\w.:#])#?[A-Za-z_]\w*(?!\w|\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => !KEYWORDS.has(name.toUpperCase()));
}

function resolveName(name: string, { ExpressionAttributeNames: names }: Input): string {
  return (names as Record<string, string> | undefined)?.[name] ?? name;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
