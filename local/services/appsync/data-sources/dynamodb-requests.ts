import { toWireMap, type Attributes } from './attribute-values.ts';

/** An expression as AppSync's request objects write one. */
export interface Expression {
  readonly expression: string;
  readonly expressionNames?: Readonly<Record<string, string>>;
  readonly expressionValues?: Attributes;
}

/** Any request object of the DynamoDB data source. */
export interface DynamoDbRequest {
  readonly operation: string;
  readonly key?: Attributes;
  readonly attributeValues?: Attributes;
  readonly update?: Expression;
  readonly condition?: Expression & {
    equalsIgnore?: string[];
    consistentRead?: boolean;
    conditionalCheckFailedHandler?: { strategy?: string };
  };
  readonly query?: Expression;
  readonly filter?: Expression;
  readonly projection?: Expression;
  readonly index?: string;
  readonly limit?: number;
  readonly nextToken?: string | null;
  readonly scanIndexForward?: boolean;
  readonly consistentRead?: boolean;
  readonly select?: string;
  readonly totalSegments?: number;
  readonly segment?: number;
}

type Wire = Record<string, unknown>;

/** The item operations as DynamoDB's own input. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/js-resolver-reference-dynamodb.html
export const TO_WIRE: Readonly<Record<string, (request: DynamoDbRequest) => Wire>> = {
  GetItem: (request) => ({
    Key: toWireMap(request.key ?? {}),
    ConsistentRead: request.consistentRead ?? false,
    ...(request.projection ? { ProjectionExpression: request.projection.expression } : {}),
    ...placeholders(request.projection),
  }),
  PutItem: (request) => ({
    Item: { ...toWireMap(request.attributeValues ?? {}), ...toWireMap(request.key ?? {}) },
    ...conditionOf(request),
    ...placeholders(request.condition),
  }),
  UpdateItem: (request) => ({
    Key: toWireMap(request.key ?? {}),
    ...(request.update ? { UpdateExpression: request.update.expression } : {}),
    ...conditionOf(request),
    ...placeholders(request.update, request.condition),
    ReturnValues: 'ALL_NEW',
  }),
  DeleteItem: (request) => ({
    Key: toWireMap(request.key ?? {}),
    ...conditionOf(request),
    ...placeholders(request.condition),
    ReturnValues: 'ALL_OLD',
  }),
  Query: (request) => ({
    ...pageOf(request),
    KeyConditionExpression: request.query?.expression,
    ScanIndexForward: request.scanIndexForward ?? true,
    ...placeholders(request.query, request.filter, request.projection),
  }),
  Scan: (request) => ({
    ...pageOf(request),
    ...(request.totalSegments === undefined
      ? {}
      : { TotalSegments: request.totalSegments, Segment: request.segment ?? 0 }),
    ...placeholders(request.filter, request.projection),
  }),
};

function conditionOf({ condition }: DynamoDbRequest): Wire {
  return condition ? { ConditionExpression: condition.expression } : {};
}

function pageOf(request: DynamoDbRequest): Wire {
  const { index, limit, select, filter, projection } = request;
  return {
    ...(index ? { IndexName: index } : {}),
    ...(limit === undefined ? {} : { Limit: limit }),
    ...(select ? { Select: select } : {}),
    ...(filter ? { FilterExpression: filter.expression } : {}),
    ...(projection ? { ProjectionExpression: projection.expression } : {}),
    ...(request.nextToken ? { ExclusiveStartKey: readNextToken(request.nextToken) } : {}),
    ConsistentRead: request.consistentRead ?? false,
  };
}

/** Names and values of several expressions in one request, as DynamoDB wants them; absent when empty. */
function placeholders(...expressions: readonly (Expression | undefined)[]): Wire {
  const names = Object.assign({}, ...expressions.map((e) => e?.expressionNames ?? {})) as object;
  const values = toWireMap(
    Object.assign({}, ...expressions.map((e) => e?.expressionValues ?? {})) as Attributes,
  );
  return {
    ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
}

/** A token for the next page; AWS encrypts it, so its content is nobody's contract. */
// assumed: only its being opaque text matters to a client
export function makeNextToken(lastKey: unknown): string {
  return Buffer.from(JSON.stringify({ version: 1, lastKey })).toString('base64');
}

/** The key a token stands for; throws a `SyntaxError` when it is not one of ours. */
export function readNextToken(token: string): unknown {
  const { version, lastKey } = JSON.parse(Buffer.from(token, 'base64').toString()) as {
    version: number;
    lastKey: unknown;
  };
  if (version !== 1 || typeof lastKey !== 'object') throw new SyntaxError('not a token');
  return lastKey;
}
