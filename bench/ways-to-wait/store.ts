import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where a report stands. */
export interface Row {
  readonly reportId: string;
  readonly status: 'RUNNING' | 'SUCCEEDED';
  readonly finishedAt?: string;
  readonly link?: string;
}

/** The rows and files of the ways beside this product's, in the same DynamoDB and S3 as its own. */
export interface Store {
  readonly dynamodb: DynamoDBClient;
  create(): Promise<Row>;
  finish(reportId: string, file: Buffer): Promise<Row>;
  /** With a fresh link when there is a file. */
  read(reportId: string): Promise<Row | undefined>;
}

const LINK_SECONDS = 900;
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

export const REPORTS = {
  TableName: 'ways-reports',
  KeySchema: [{ AttributeName: 'reportId', KeyType: 'HASH' as const }],
  AttributeDefinitions: [{ AttributeName: 'reportId', AttributeType: 'S' as const }],
  BillingMode: 'PAY_PER_REQUEST' as const,
};

const { TableName } = REPORTS;

export function createStore(endpoint: string, Bucket: string): Store {
  const options = { endpoint, region: 'us-east-1', credentials: CREDENTIALS };
  const dynamodb = new DynamoDBClient(options);
  const s3 = new S3Client(options);
  const keyOf = (reportId: string) => ({ reportId: { S: reportId } });
  const linkOf = (reportId: string): Promise<string> =>
    getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: `ways/${reportId}.csv` }), {
      expiresIn: LINK_SECONDS,
    });
  return {
    dynamodb,
    async create() {
      const reportId = crypto.randomUUID();
      const Item = { ...keyOf(reportId), status: { S: 'RUNNING' } };
      await dynamodb.send(new PutItemCommand({ TableName, Item }));
      return { reportId, status: 'RUNNING' };
    },
    async finish(reportId, Body) {
      await s3.send(new PutObjectCommand({ Bucket, Key: `ways/${reportId}.csv`, Body }));
      const finishedAt = new Date().toISOString();
      await dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: keyOf(reportId),
          UpdateExpression: 'SET #status = :status, finishedAt = :finishedAt',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':status': { S: 'SUCCEEDED' },
            ':finishedAt': { S: finishedAt },
          },
        }),
      );
      return { reportId, status: 'SUCCEEDED', finishedAt, link: await linkOf(reportId) };
    },
    async read(reportId) {
      const { Item } = await dynamodb.send(
        new GetItemCommand({ TableName, Key: keyOf(reportId), ConsistentRead: true }),
      );
      if (!Item) return undefined;
      if (Item.status?.S !== 'SUCCEEDED') return { reportId, status: 'RUNNING' };
      const finishedAt = Item.finishedAt?.S ?? '';
      return { reportId, status: 'SUCCEEDED', finishedAt, link: await linkOf(reportId) };
    },
  };
}

/** Makes the tables of the ways and waits until they can be used. */
export async function createTables(
  endpoint: string,
  tables: readonly CreateTableCommandInput[],
): Promise<void> {
  const dynamodb = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: CREDENTIALS,
  });
  for (const table of tables) {
    await dynamodb.send(new CreateTableCommand(table));
    const isActive = async (): Promise<boolean> => {
      const { Table } = await dynamodb.send(
        new DescribeTableCommand({ TableName: table.TableName }),
      );
      return Table?.TableStatus === 'ACTIVE';
    };
    while (!(await isActive())) await sleep(50);
  }
  dynamodb.destroy();
}
