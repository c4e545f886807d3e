import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import type { DynamoDbCall } from './service.ts';

type Input = Readonly<Record<string, unknown>>;

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);
const FAILED = 'ConditionalCheckFailedException';

/** Whether a refused condition is to show the item it was refused for, which dynalite does not do by itself. */
export function wantsItemOfFailure(operation: string, input: Input): boolean {
  return WRITES.has(operation) && input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
}

/**
 * Answers a write, with the item when its condition did not hold.
 * documented: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 * assumed: it may be newer than the one that was refused, if somebody wrote it in between.
 */
export async function answerWithItemOfFailure(
  call: DynamoDbCall,
  operation: string,
  input: Input,
  response: ServerResponse,
): Promise<void> {
  const { ReturnValuesOnConditionCheckFailure: _, ...write } = input;
  const { status, body } = await call(operation, write);
  const refused = String(body.__type).endsWith(`#${FAILED}`);
  const Item = refused ? await readItem(call, input) : undefined;
  const text = JSON.stringify(Item ? { ...body, Item } : body);
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.0',
    'Content-Length': Buffer.byteLength(text),
    'x-amzn-RequestId': randomUUID(),
    'x-amz-crc32': crc32(text),
  });
  response.end(text);
}

async function readItem(call: DynamoDbCall, { TableName, Key, Item }: Input): Promise<unknown> {
  const key = Key ?? (await keyOf(call, TableName, Item as Input));
  const { body } = await call('GetItem', { TableName, Key: key, ConsistentRead: true });
  return body.Item;
}

async function keyOf(call: DynamoDbCall, TableName: unknown, item: Input): Promise<Input> {
  const { body } = await call('DescribeTable', { TableName });
  const { KeySchema } = body.Table as { KeySchema: { AttributeName: string }[] };
  return Object.fromEntries(KeySchema.map(({ AttributeName: name }) => [name, item[name]]));
}
