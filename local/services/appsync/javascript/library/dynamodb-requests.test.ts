import { describe, expect, it } from 'vitest';
import { runBody, valueOf } from '../test-bed.ts';

const KEY = { id: { S: 'test' } };

/** `SET` of one attribute as `update` renders it. */
function updateOf(attribute: string, expression: string, value: unknown): unknown {
  return {
    operation: 'UpdateItem',
    key: KEY,
    update: {
      expression,
      expressionNames: { '#expName_1': attribute },
      expressionValues: { ':expValue_1': value },
    },
  };
}

describe('@aws-appsync/utils/dynamodb, as recorded on AWS', () => {
  it.each([
    ["ddb.get({ key: { id: 'id' } })", { operation: 'GetItem', key: { id: { S: 'id' } } }],
    [
      "ddb.put({ key: { id: 'abc' }, item: { value: 10 } })",
      { operation: 'PutItem', key: { id: { S: 'abc' } }, attributeValues: { value: { N: 10 } } },
    ],
    ["ddb.remove({ key: { id: 'test' } })", { operation: 'DeleteItem', key: KEY }],
    [
      "ddb.scan({ limit: 10, nextToken: 'abc' })",
      { operation: 'Scan', limit: 10, nextToken: 'abc' },
    ],
    [
      "ddb.update({ key: { id: 'test' }, update: { age: ddb.operations.add(10) } })",
      updateOf('age', 'SET #expName_1 = :expValue_1', { N: 10 }),
    ],
    [
      "ddb.update({ key: { id: 'test' }, update: { values: ddb.operations.append([1, 2, 3]) } })",
      updateOf('values', 'SET #expName_1 = list_append(#expName_1, :expValue_1)', {
        L: [{ N: 1 }, { N: 2 }, { N: 3 }],
      }),
    ],
    ['ddb.operations.add(10)', { type: 'OPERATION_ADD', value: 10 }],
    ['ddb.operations.append([1, 2, 3])', { type: 'OPERATION_APPEND', items: [1, 2, 3] }],
    ['ddb.operations.decrement(10)', { type: 'OPERATION_DECREMENT', by: 10 }],
    ['ddb.operations.increment(10)', { type: 'OPERATION_INCREMENT', by: 10 }],
    ['ddb.operations.prepend([1, 2, 3])', { type: 'OPERATION_PREPEND', items: [1, 2, 3] }],
    ['ddb.operations.replace({ a: 10 })', { type: 'OPERATION_REPLACE', value: { a: 10 } }],
  ])('%s', (expression, value) => {
    expect(valueOf(expression)).toEqual(value);
  });

  it('sets NULL for a null of an update', () => {
    const update =
      "ddb.update({ key: { id: 'test' }, update: { name: 'Toni', bio: null } }).update";

    expect(valueOf(update)).toEqual({
      expression: 'SET #expName_1 = :expValue_1, #expName_2 = :expValue_2',
      expressionNames: { '#expName_1': 'name', '#expName_2': 'bio' },
      expressionValues: { ':expValue_1': { S: 'Toni' }, ':expValue_2': { NULL: null } },
    });
  });
});

describe('update', () => {
  it.each([
    [
      'ddb.operations.prepend([1])',
      'SET #expName_1 = list_append(:expValue_1, #expName_1)',
      { L: [{ N: 1 }] },
    ],
    ['ddb.operations.increment()', 'SET #expName_1 = #expName_1 + :expValue_1', { N: 1 }],
    ['ddb.operations.decrement(2)', 'SET #expName_1 = #expName_1 - :expValue_1', { N: 2 }],
    ['ddb.operations.replace({ a: 1 })', 'SET #expName_1 = :expValue_1', { M: { a: { N: 1 } } }],
    ["'plain'", 'SET #expName_1 = :expValue_1', { S: 'plain' }],
    [
      "{ type: 'OPERATION_NEW' }",
      'SET #expName_1 = :expValue_1',
      { M: { type: { S: 'OPERATION_NEW' } } },
    ],
  ])('renders %s', (change, expression, value) => {
    expect(valueOf(`ddb.update({ key: { id: 'test' }, update: { n: ${change} } })`)).toEqual(
      updateOf('n', expression, value),
    );
  });

  it('puts removals last and numbers names as they come up', () => {
    const update =
      "{ a: ddb.operations.remove(), b: 1, c: [ddb.operations.updateListItem('x', 1), ddb.operations.updateListItem('y', 2)] }";

    expect(valueOf(`ddb.update({ key: { id: 1 }, update: ${update} }).update`)).toEqual({
      expression:
        'SET #expName_1 = :expValue_1, #expName_2[1] = :expValue_2, #expName_2[2] = :expValue_3 REMOVE #expName_3',
      expressionNames: { '#expName_1': 'b', '#expName_2': 'c', '#expName_3': 'a' },
      expressionValues: {
        ':expValue_1': { N: 1 },
        ':expValue_2': { S: 'x' },
        ':expValue_3': { S: 'y' },
      },
    });
  });
});

describe('conditions, filters and projections', () => {
  it('leave out expressionValues when there are none', () => {
    expect(
      valueOf(
        'ddb.put({ key: { id: 1 }, item: {}, condition: { id: { attributeExists: false } } }).condition',
      ),
    ).toEqual({
      expression: '(attribute_not_exists(#id))',
      expressionNames: { '#id': 'id' },
    });
  });

  it('render a query by key with its options', () => {
    const input =
      "{ index: 'byDate', query: { owner: { eq: 'o' }, at: { beginsWith: '2026' } }, filter: { n: { gt: 1 } }, limit: 5, scanIndexForward: false, consistentRead: true, select: 'ALL_ATTRIBUTES', nextToken: null }";

    expect(valueOf(`ddb.query(${input})`)).toEqual({
      operation: 'Query',
      query: {
        expression: '(#owner = :owner_eq) AND (begins_with(#at,:at_beginsWith))',
        expressionNames: { '#owner': 'owner', '#at': 'at' },
        expressionValues: { ':owner_eq': { S: 'o' }, ':at_beginsWith': { S: '2026' } },
      },
      index: 'byDate',
      limit: 5,
      consistentRead: true,
      select: 'ALL_ATTRIBUTES',
      filter: {
        expression: '(#n > :n_gt)',
        expressionNames: { '#n': 'n' },
        expressionValues: { ':n_gt': { N: 1 } },
      },
      scanIndexForward: false,
    });
  });

  it('alias each step of a projection once', () => {
    expect(
      valueOf("ddb.get({ key: { id: 1 }, projection: ['a', 'b.c', 'b.a'], consistentRead: true })"),
    ).toEqual({
      operation: 'GetItem',
      key: { id: { N: 1 } },
      consistentRead: true,
      projection: {
        expression: '#expName_1, #expName_2.#expName_3, #expName_2.#expName_1',
        expressionNames: { '#expName_1': 'a', '#expName_2': 'b', '#expName_3': 'c' },
      },
    });
  });
});

describe('several items', () => {
  it('are keyed by table', () => {
    expect(
      valueOf("ddb.batchGet({ tables: { t: { keys: [{ id: 'a' }], consistentRead: true } } })"),
    ).toEqual({
      operation: 'BatchGetItem',
      tables: { t: { keys: [{ id: { S: 'a' } }], consistentRead: true } },
    });
    expect(valueOf('ddb.batchPut({ tables: { t: [{ id: 1 }] } })')).toEqual({
      operation: 'BatchPutItem',
      tables: { t: [{ id: { N: 1 } }] },
    });
    expect(valueOf('ddb.batchDelete({ tables: { t: [{ id: 1 }] } })')).toMatchObject({
      operation: 'BatchDeleteItem',
    });
  });

  it('of transactions name their table and operation', () => {
    expect(valueOf("ddb.transactGet({ items: [{ table: 't', key: { id: 1 } }] })")).toEqual({
      operation: 'TransactGetItems',
      transactItems: [{ table: 't', key: { id: { N: 1 } } }],
    });
    const items =
      "[{ putItem: { table: 't', key: { id: 1 }, item: { a: 2 }, condition: { id: { attributeExists: false } } } }, { updateItem: { table: 't', key: { id: 1 }, update: { a: 1 } } }, { deleteItem: { table: 't', key: { id: 2 } } }, { conditionCheck: { table: 't', key: { id: 3 }, condition: { a: { eq: 1 } } } }]";
    expect(valueOf(`ddb.transactWrite({ items: ${items} })`)).toMatchObject({
      operation: 'TransactWriteItems',
      transactItems: [
        {
          table: 't',
          operation: 'PutItem',
          attributeValues: { a: { N: 2 } },
          condition: { expression: '(attribute_not_exists(#id))' },
        },
        {
          table: 't',
          operation: 'UpdateItem',
          update: { expression: 'SET #expName_1 = :expValue_1' },
        },
        { table: 't', operation: 'DeleteItem', key: { id: { N: 2 } } },
        { table: 't', operation: 'ConditionCheck', condition: { expression: '(#a = :a_eq)' } },
      ],
    });
  });

  it('that are malformed are an error of the code, not of the cloud', () => {
    for (const call of [
      'ddb.get()',
      'ddb.get({})',
      'ddb.batchGet({ tables: { t: {} } })',
      'ddb.transactWrite({ items: [{}] })',
    ]) {
      expect(runBody(`return ${call};`), call).toMatchObject({
        kind: 'failed',
        error: { errorType: 'Code' },
      });
    }
  });
});
