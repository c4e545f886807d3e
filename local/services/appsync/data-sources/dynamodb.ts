import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { DataSource, DataSourceOutcome } from '../types.ts';
import { fromWireMap, toWireMap, type Attributes } from './attribute-values.ts';
import { makeNextToken, TO_WIRE, type DynamoDbRequest } from './dynamodb-requests.ts';

/** One operation on the DynamoDB wire. */
export type DynamoDbCall = (
  operation: string,
  input: Record<string, unknown>,
) => Promise<{ status: number; body: Record<string, unknown> }>;

interface Failure {
  readonly type: string;
  readonly message: string;
}

/**
 * Runs DynamoDB request objects of resolvers against a table.
 * documented: https://docs.aws.amazon.com/appsync/latest/devguide/js-resolver-reference-dynamodb.html
 */
export function createDynamoDbDataSource(
  name: string,
  tableName: string,
  call: DynamoDbCall,
): DataSource {
  return {
    name,
    type: 'AMAZON_DYNAMODB',
    invoke: (request) => run(request),
  };

  async function run(given: Readonly<Record<string, unknown>>): Promise<DataSourceOutcome> {
    if (given.operation === undefined) {
      return failed({
        type: 'MappingTemplate',
        message: "Value for field '$[operation]' not found.",
      });
    }
    const request = given as unknown as DynamoDbRequest;
    const toInput = TO_WIRE[request.operation];
    if (!toInput) {
      const message = `Unsupported operation '${request.operation}'.`;
      return failed({ type: 'MappingTemplate', message });
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
    const { body } = await call('GetItem', {
      TableName: tableName,
      Key: toWireMap(request.key ?? {}),
      ConsistentRead: request.condition?.consistentRead ?? true,
    });
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

/** The SDK's wording, which AppSync passes on. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/js-aws-appsync-resolver-reference-dynamodb-condition-expressions.html
function toFailure(status: number, body: Record<string, unknown>): Failure {
  const { __type = 'InternalServerError', message = body.Message ?? '' } = body as {
    __type?: string;
    message?: string;
  };
  const code = __type.split('#').at(-1) ?? '';
  const details = `Service: AmazonDynamoDBv2; Status Code: ${status}; Error Code: ${code}; Request ID: ${randomUUID()}`;
  return { type: `DynamoDB:${code}`, message: `${message as string} (${details})` };
}

function failed(error: Failure): DataSourceOutcome {
  return { result: null, error };
}
