import { toDynamoDB, type AttributeValue } from './dynamodb-values.ts';
import type { FilterExpression } from './filter-expression.ts';
import { isRecord } from '../plain.ts';

/** `operations` of `@aws-appsync/utils/dynamodb`: marks that `update` turns into clauses. */
// observed: https://github.com/localstack/appsync-utils (__tests__/__snapshots__/index.test.js.snap of 2023, recorded on AWS)
// assumed: remove and updateListItem, which localstack/appsync-utils marks so and no snapshot shows
export const operations = {
  add: (value: unknown) => ({ type: 'OPERATION_ADD', value }),
  replace: (value: unknown) => ({ type: 'OPERATION_REPLACE', value }),
  remove: () => ({ type: 'OPERATION_REMOVE' }),
  increment: (by: unknown = 1) => ({ type: 'OPERATION_INCREMENT', by }),
  decrement: (by: unknown = 1) => ({ type: 'OPERATION_DECREMENT', by }),
  append: (items: unknown) => ({ type: 'OPERATION_APPEND', items }),
  prepend: (items: unknown) => ({ type: 'OPERATION_PREPEND', items }),
  updateListItem: (value: unknown, index: unknown) => ({
    type: 'OPERATION_UPDATE_LIST_ITEM',
    value,
    index,
  }),
};

const OPERATION_TYPES: ReadonlySet<string> = new Set([
  'OPERATION_ADD',
  'OPERATION_REPLACE',
  'OPERATION_REMOVE',
  'OPERATION_INCREMENT',
  'OPERATION_DECREMENT',
  'OPERATION_APPEND',
  'OPERATION_PREPEND',
  'OPERATION_UPDATE_LIST_ITEM',
]);

interface Operation extends Readonly<Record<string, unknown>> {
  readonly type: string;
}

/** The update expression of an update object: one SET and one REMOVE, names numbered as they come up. */
// observed: the same snapshots; null sets NULL (a resolver test that compares EvaluateCode's answer)
// assumed: SET comes before REMOVE, as localstack/appsync-utils renders it
export function toUpdateExpression(update: Readonly<Record<string, unknown>>): FilterExpression {
  const names = new Map<string, string>();
  const values: Record<string, AttributeValue> = {};
  const sets: string[] = [];
  const removed: string[] = [];
  for (const [attribute, change] of Object.entries(update)) {
    if (change === undefined) continue;
    if (isOperation(change) && change.type === 'OPERATION_REMOVE') removed.push(attribute);
    else sets.push(...setClauses(attribute, change));
  }
  const removes = removed.map((attribute) => name(attribute));
  const clauses = [
    ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
    ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
  ];
  return {
    expression: clauses.join(' '),
    expressionNames: Object.fromEntries([...names].map(([attribute, alias]) => [alias, attribute])),
    expressionValues: values,
  };

  function setClauses(attribute: string, change: unknown): string[] {
    if (isListUpdate(change)) return change.flatMap((item) => setClauses(attribute, item));
    const alias = name(attribute);
    if (!isOperation(change)) return [`${alias} = ${value(change)}`];
    switch (change.type) {
      case 'OPERATION_INCREMENT':
        return [`${alias} = ${alias} + ${value(change.by)}`];
      case 'OPERATION_DECREMENT':
        return [`${alias} = ${alias} - ${value(change.by)}`];
      case 'OPERATION_APPEND':
        return [`${alias} = list_append(${alias}, ${value(change.items)})`];
      case 'OPERATION_PREPEND':
        return [`${alias} = list_append(${value(change.items)}, ${alias})`];
      case 'OPERATION_UPDATE_LIST_ITEM':
        return [`${alias}[${Number(change.index)}] = ${value(change.value)}`];
      default:
        return [`${alias} = ${value(change.value)}`];
    }
  }

  function name(attribute: string): string {
    const alias = names.get(attribute) ?? `#expName_${names.size + 1}`;
    names.set(attribute, alias);
    return alias;
  }

  function value(item: unknown): string {
    const placeholder = `:expValue_${Object.keys(values).length + 1}`;
    values[placeholder] = toDynamoDB(item);
    return placeholder;
  }
}

function isOperation(change: unknown): change is Operation {
  return isRecord(change) && typeof change.type === 'string' && OPERATION_TYPES.has(change.type);
}

function isListUpdate(change: unknown): change is Operation[] {
  return (
    Array.isArray(change) &&
    change.length > 0 &&
    change.every((item) => isOperation(item) && item.type === 'OPERATION_UPDATE_LIST_ITEM')
  );
}
