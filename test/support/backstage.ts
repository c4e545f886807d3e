import { tmpdir } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import type { LocalCloud } from '../../local/index.ts';
import { readFunctions } from '../../local/runtime/functions.ts';
import type { FunctionConfig } from '../../local/services/lambda/types.ts';
import { ROOT_CREDENTIALS } from './cloud.ts';

/** What a user never sees, by the AWS SDK as the account's root. */
export interface Backstage extends Disposable {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  /** The bucket of finished files. */
  readonly bucket: string;
  /** A function of the template, by a part of its name. */
  functionOf(part: string): FunctionConfig;
  /** Keys of all objects and unfinished uploads. */
  storedKeys(): Promise<string[]>;
}

/** The cloud's own functions by what the template calls them. */
export function openBackstage({
  stack,
  awsOrigin,
}: Pick<LocalCloud, 'stack' | 'awsOrigin'>): Backstage {
  const options = { endpoint: awsOrigin, region: 'us-east-1', credentials: ROOT_CREDENTIALS };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const dynamodb = new DynamoDBClient(options);
  const functions = readFunctions(stack, tmpdir());
  const functionOf = (part: string): FunctionConfig => {
    const found = functions.find(({ name }) => name.includes(part));
    if (!found) {
      throw new Error(`no function ${part}; there is ${functions.map((f) => f.name).join(', ')}`);
    }
    return found;
  };
  const { REPORTS_TABLE = '', REPORTS_BUCKET: bucket = '' } =
    functions.find(({ environment }) => environment.REPORTS_TABLE)?.environment ?? {};
  return {
    s3,
    dynamodb,
    table: REPORTS_TABLE,
    bucket,
    functionOf,
    async storedKeys() {
      const keys: string[] = [];
      for (let token: string | undefined, more = true; more;) {
        const page: ListObjectsV2CommandOutput = await s3.send(
          new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }),
        );
        keys.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
        token = page.NextContinuationToken;
        more = token !== undefined;
      }
      const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
      return [...keys, ...Uploads.map(({ Key }) => Key ?? '')];
    },
    [Symbol.dispose]() {
      s3.destroy();
      dynamodb.destroy();
    },
  };
}
