import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { ReportKey } from '../lib/report-files.ts';

/** The index of reports somebody must look at: its name, and its partitions as resolvers/lib/due.ts makes them. */
const INDEX = 'byDue';
const SHARDS = 8;

/** Reads the keys of all reports that were due by `nowSeconds`, up to `limit`, a fair part from each partition. */
export async function queryDue(
  dynamodb: DynamoDBClient,
  table: string,
  nowSeconds: number,
  limit: number,
): Promise<ReportKey[]> {
  const pages = await Promise.all(
    Array.from({ length: SHARDS }, (_, shard) =>
      dynamodb.send(
        new QueryCommand({
          TableName: table,
          IndexName: INDEX,
          KeyConditionExpression: 'dueShard = :shard AND dueAt <= :now',
          ExpressionAttributeValues: {
            ':shard': { S: `due#${shard}` },
            ':now': { N: String(nowSeconds) },
          },
          Limit: Math.ceil(limit / SHARDS),
        }),
      ),
    ),
  );
  return pages.flatMap(({ Items = [] }) =>
    Items.map(({ owner, reportId }) => ({ owner: owner?.S ?? '', reportId: reportId?.S ?? '' })),
  );
}
