import { isDeepStrictEqual } from 'node:util';
import type { DataSource, DataSourceOutcome } from '../types.ts';
import { fromWireMap, toWireMap, type Attributes } from './attribute-values.ts';
import { runBatch } from './dynamodb-batch.ts';
import { failed, toFailure, type DynamoDbCall, type Failure } from './dynamodb-failures.ts';
import { makeNextToken, TO_WIRE, type DynamoDbRequest } from './dynamodb-requests.ts';
import { isTransaction, runTransaction } from './dynamodb-transactions.ts';
import { mappingError, missingMember } from './mapping-error.ts';
import { createTransactionGate, type TransactionGate } from './transaction-gate.ts';

/**
 * Runs DynamoDB request objects of resolvers against a table. Data sources that share a gate do not see each
 * other's transactions half done.
 * documented: https://docs.aws.amazon.com/appsync/latest/devguide/js-resolver-reference-dynamodb.html
 */
export function createDynamoDbDataSource(
  name: string,
  tableName: string,
  call: DynamoDbCall,
  gate: TransactionGate = createTransactionGate(),
): DataSource {
  return {
    name,
    type: 'AMAZON_DYNAMODB',
    invoke: (request) =>
      isTransaction(request)
        ? gate.exclusive(() => runTransaction(request, call))
        : gate.shared(() => runBatch(request, call) ?? run(request)),
  };

  async function run(given: Readonly<Record<string, unknown>>): Promise<DataSourceOutcome> {
    if (given.operation === undefined) return missingMember('operation');
    const request = given as unknown as DynamoDbRequest;
    const toInput = TO_WIRE[request.operation];
    if (!toInput) return mappingError(unsupported(request.operation));
    if (request.condition?.conditionalCheckFailedHandler?.strategy === 'Custom') {
      return mappingError(
        'The strategy Custom of a condition is not supported by this local cloud.',
      );
    }
    let input: Record<string, unknown>;
    try {
      input = toInput(request);
    } catch {
      // assumed: AWS's exact text for a token it did not issue is unknown
      return failed({
        type: 'DynamoDB:ValidationException',
        message: 'Invalid pagination token given.',
      });
    }
    const { status, body } = await call(request.operation, { TableName: tableName, ...input });
    if (status === 200) return { result: toResult(request, input, body) };
    const failure = toFailure(status, body);
    if (failure.type !== 'DynamoDB:ConditionalCheckFailedException') return failed(failure);
    return conditionFailed(request, input, failure);
  }

  /** AppSync reads the item again; a put of what is already there and a delete of nothing succeed. */
  async function conditionFailed(
    request: DynamoDbRequest,
    input: Record<string, unknown>,
    error: Failure,
  ): Promise<DataSourceOutcome> {
    const { status, body } = await call('GetItem', {
      TableName: tableName,
      Key: toWireMap(request.key ?? {}),
      ConsistentRead: request.condition?.consistentRead ?? true,
    });
    // assumed: AppSync reads as the data source's role, which must be allowed to
    if (status !== 200) return failed(toFailure(status, body));
    const current = body.Item ? fromWireMap(body.Item as Attributes) : null;
    if (request.operation === 'DeleteItem' && current === null) return { result: null };
    if (request.operation === 'PutItem' && current !== null) {
      const wanted = fromWireMap(input.Item as Attributes);
      const ignored = new Set(request.condition?.equalsIgnore ?? []);
      const without = (item: Record<string, unknown>): object =>
        Object.fromEntries(Object.entries(item).filter(([attribute]) => !ignored.has(attribute)));
      if (isDeepStrictEqual(without(wanted), without(current))) return { result: current };
    }
    return { result: current, error };
  }
}

function toResult(
  { operation }: DynamoDbRequest,
  input: Record<string, unknown>,
  body: Record<string, unknown>,
): unknown {
  switch (operation) {
    case 'GetItem':
      return body.Item ? fromWireMap(body.Item as Attributes) : null;
    case 'PutItem':
      return fromWireMap(input.Item as Attributes);
    case 'UpdateItem':
    case 'DeleteItem':
      return body.Attributes ? fromWireMap(body.Attributes as Attributes) : null;
    default:
      return {
        items: ((body.Items ?? []) as Attributes[]).map(fromWireMap),
        nextToken: body.LastEvaluatedKey ? makeNextToken(body.LastEvaluatedKey) : null,
        scannedCount: body.ScannedCount ?? 0,
      };
  }
}

function unsupported(operation: string): string {
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/js-aws-appsync-resolver-reference-dynamodb-sync.html (versioned data sources only)
  return operation === 'Sync'
    ? "Unsupported operation 'Sync': it needs a versioned data source, which this local cloud does not have."
    : `Unsupported operation '${operation}'.`;
}
