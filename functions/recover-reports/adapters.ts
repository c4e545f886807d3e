import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { ReportOverdueDocument } from '../../schema/generated/documents.ts';
import { requireEnv } from '../lib/environment.ts';
import { createGraphqlSender, createSignedPost, present } from '../lib/graphql-api.ts';
import { removeReportFiles } from '../lib/report-files.ts';
import { queryDue } from './due-index.ts';
import type { Adapters } from './recover.ts';

/** The outside world of the recovery function, built once per environment. */
export function createAdapters(env: NodeJS.ProcessEnv): Adapters {
  const s3 = new S3Client({});
  const lambda = new LambdaClient({});
  const dynamodb = new DynamoDBClient({});
  const send = createGraphqlSender(createSignedPost(env), sleep);
  return {
    due: (limit) =>
      queryDue(dynamodb, requireEnv('REPORTS_TABLE', env), Math.floor(Date.now() / 1000), limit),
    overdue: async (key, failedInvocationId) =>
      present(
        (
          await send(ReportOverdueDocument, {
            ...key,
            ...(failedInvocationId ? { failedInvocationId } : {}),
          })
        ).reportOverdue,
      ),
    removeFiles: (key, lastAttempt) =>
      removeReportFiles(s3, requireEnv('REPORTS_BUCKET', env), key, { lastAttempt }),
    async start(job, lane) {
      // Without a function for large reports, any more, the usual one makes them.
      const ofItsLane = lane === 'LARGE' ? env.LARGE_GENERATOR_FUNCTION : undefined;
      await lambda.send(
        new InvokeCommand({
          FunctionName: ofItsLane ?? requireEnv('GENERATOR_FUNCTION', env),
          InvocationType: 'Event',
          Payload: JSON.stringify(job),
        }),
      );
    },
  };
}
