import { ResolverFault } from '../faults.ts';
import { isRecord, textOf } from '../plain.ts';
import { operations, toUpdateExpression } from './dynamodb-update.ts';
import { toMapValues } from './dynamodb-values.ts';
import { toFilterExpression } from './filter-expression.ts';

type Members = Readonly<Record<string, unknown>>;

/** `@aws-appsync/utils/dynamodb`: request objects without writing types by hand. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-modules-js.html
// observed: https://github.com/localstack/appsync-utils (__tests__/__snapshots__/index.test.js.snap of 2023, recorded on AWS)
export const dynamodbRequests = {
  operations,
  get: (input: unknown) => request('GetItem', input, ['key', 'consistentRead', 'projection']),
  put: (input: unknown) => request('PutItem', input, ['key', 'item', 'condition', ...VERSIONED]),
  update: (input: unknown) =>
    request('UpdateItem', input, ['key', 'update', 'condition', ...VERSIONED]),
  remove: (input: unknown) => request('DeleteItem', input, ['key', 'condition', ...VERSIONED]),
  query: (input: unknown) => request('Query', input, ['query', ...READS, 'scanIndexForward']),
  scan: (input: unknown) => request('Scan', input ?? {}, [...READS, 'totalSegments', 'segment']),
  batchGet: (input: unknown) => ({
    operation: 'BatchGetItem',
    tables: mapTables(input, (table) => ({
      keys: list(table, 'keys').map(values),
      ...convert(record(table), ['consistentRead', 'projection']),
    })),
  }),
  batchPut: (input: unknown) => ({
    operation: 'BatchPutItem',
    tables: mapTables(input, (items) => asList(items).map(values)),
  }),
  batchDelete: (input: unknown) => ({
    operation: 'BatchDeleteItem',
    tables: mapTables(input, (keys) => asList(keys).map(values)),
  }),
  transactGet: (input: unknown) => ({
    operation: 'TransactGetItems',
    transactItems: list(input, 'items').map((item) =>
      convert(record(item), ['table', 'key', 'projection']),
    ),
  }),
  transactWrite: (input: unknown) => ({
    operation: 'TransactWriteItems',
    transactItems: list(input, 'items').map(transactItem),
  }),
  toStringSet: (items: unknown) => ({ SS: items }),
  toNumberSet: (items: unknown) => ({ NS: items }),
  toBinarySet: (items: unknown) => ({ BS: items }),
};

const VERSIONED = ['customPartitionKey', 'populateIndexFields', '_version'];
const READS = ['index', 'limit', 'nextToken', 'consistentRead', 'select', 'filter', 'projection'];

const TRANSACT_OPERATIONS: Readonly<
  Record<string, readonly [operation: string, members: readonly string[]]>
> = {
  putItem: ['PutItem', ['key', 'item', 'condition']],
  updateItem: ['UpdateItem', ['key', 'update', 'condition']],
  deleteItem: ['DeleteItem', ['key', 'condition']],
  conditionCheck: ['ConditionCheck', ['key', 'condition']],
};

/** How a member of the input appears in the request: under which name, and in what form. */
const CONVERSIONS: Readonly<
  Record<string, readonly [name: string, convert: (value: unknown) => unknown]>
> = {
  key: ['key', values],
  item: ['attributeValues', values],
  update: ['update', (update) => toUpdateExpression(record(update))],
  condition: ['condition', expression],
  filter: ['filter', expression],
  query: ['query', expression],
  projection: ['projection', projection],
};

const REQUIRED = ['key', 'item', 'update', 'query', 'table'];

function request(operation: string, input: unknown, members: readonly string[]): Members {
  return { operation, ...convert(record(input), members) };
}

/** The named members of an input in the form of a request. Members that are absent or null are left out. */
function convert(input: Members, members: readonly string[]): Members {
  const converted: Record<string, unknown> = {};
  for (const member of members) {
    const given = input[member];
    if (given === undefined || given === null) {
      if (REQUIRED.includes(member)) throw new ResolverFault('TypeError', `${member} is required`);
      continue;
    }
    const [name, form] = CONVERSIONS[member] ?? [member, (value: unknown) => value];
    const value = form(given);
    if (value !== undefined) converted[name] = value;
  }
  return converted;
}

function transactItem(item: unknown): Members {
  const entry = Object.entries(record(item)).find(([kind]) =>
    Object.hasOwn(TRANSACT_OPERATIONS, kind),
  );
  const found = entry && TRANSACT_OPERATIONS[entry[0]];
  if (!found) {
    const kinds = Object.keys(TRANSACT_OPERATIONS).join(', ');
    throw new ResolverFault('TypeError', `an item of a transaction needs one of ${kinds}`);
  }
  const [operation, members] = found;
  const { table, ...rest } = convert(record(entry[1]), ['table', ...members]);
  return { table, operation, ...rest };
}

function values(value: unknown): Members {
  return toMapValues(record(value));
}

/** A condition, filter or key condition; unlike the texts of util.transform it has no empty member. */
// assumed: the clauses of util.transform's, without an empty expressionValues, as localstack/appsync-utils renders them
function expression(filter: unknown): Members | undefined {
  const built = toFilterExpression(filter);
  if (!built || built.expression === '') return undefined;
  const { expressionValues, ...rest } = built;
  return Object.keys(expressionValues).length > 0 ? { ...rest, expressionValues } : rest;
}

/** A projection with an alias for each step of each path. */
// assumed: one alias for one name, as localstack/appsync-utils renders it
function projection(paths: unknown): Members | undefined {
  const aliases = new Map<string, string>();
  const steps = asList(paths).map((path) =>
    textOf(path)
      .split('.')
      .map((step) => {
        const alias = aliases.get(step) ?? `#expName_${aliases.size + 1}`;
        aliases.set(step, alias);
        return alias;
      })
      .join('.'),
  );
  if (steps.length === 0) return undefined;
  const expressionNames = Object.fromEntries([...aliases].map(([step, alias]) => [alias, step]));
  return { expression: steps.join(', '), expressionNames };
}

function mapTables(input: unknown, convertTable: (table: unknown) => unknown): Members {
  const tables = Object.entries(record(record(input).tables));
  return Object.fromEntries(tables.map(([name, table]) => [name, convertTable(table)]));
}

function list(input: unknown, member: string): unknown[] {
  return asList(record(input)[member]);
}

function asList(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new ResolverFault('TypeError', 'a list is required');
  return value;
}

function record(value: unknown): Members {
  if (!isRecord(value)) throw new ResolverFault('TypeError', 'an object is required');
  return value;
}
