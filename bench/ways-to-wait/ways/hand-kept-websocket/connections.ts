import {
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';

/** One row per open connection, and an index by the report it waits for. */
export const CONNECTIONS = {
  TableName: 'ways-connections',
  KeySchema: [{ AttributeName: 'connectionId', KeyType: 'HASH' as const }],
  AttributeDefinitions: [
    { AttributeName: 'connectionId', AttributeType: 'S' as const },
    { AttributeName: 'reportId', AttributeType: 'S' as const },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byReport',
      KeySchema: [{ AttributeName: 'reportId', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST' as const,
};

const { TableName } = CONNECTIONS;

/** Writes down who is connected and what for. */
export function createConnections(dynamodb: DynamoDBClient) {
  const keyOf = (connectionId: string) => ({ connectionId: { S: connectionId } });
  return {
    async add(connectionId: string): Promise<void> {
      await dynamodb.send(new PutItemCommand({ TableName, Item: keyOf(connectionId) }));
    },
    async register(connectionId: string, reportId: string): Promise<void> {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: keyOf(connectionId),
          UpdateExpression: 'SET reportId = :reportId',
          ConditionExpression: 'attribute_exists(connectionId)', // it may be gone already
          ExpressionAttributeValues: { ':reportId': { S: reportId } },
        }),
      );
    },
    async remove(connectionId: string): Promise<void> {
      await dynamodb.send(new DeleteItemCommand({ TableName, Key: keyOf(connectionId) }));
    },
    /** Who waits for a report, page after page. */
    async *waitingFor(reportId: string): AsyncGenerator<string> {
      let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
      do {
        const page = await query(reportId, ExclusiveStartKey);
        for (const { connectionId } of page.Items ?? []) yield connectionId?.S ?? '';
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
    },
  };

  function query(reportId: string, startKey: Record<string, AttributeValue> | undefined) {
    return dynamodb.send(
      new QueryCommand({
        TableName,
        IndexName: 'byReport',
        KeyConditionExpression: 'reportId = :reportId',
        ExpressionAttributeValues: { ':reportId': { S: reportId } },
        ...(startKey ? { ExclusiveStartKey: startKey } : {}),
      }),
    );
  }
}
