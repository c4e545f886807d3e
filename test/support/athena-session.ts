import {
  AthenaClient,
  BatchGetQueryExecutionCommand,
  ListQueryExecutionsCommand,
  type QueryExecution,
} from '@aws-sdk/client-athena';
import type { ReportOrder, ReportWithDownload } from '../../client/index.ts';
import { APPS } from './apps.ts';
import { ROOT_CREDENTIALS } from './cloud.ts';
import { startReportSession, type ReportSession } from './report-session.ts';

/** A session whose stack has Athena and a short lease, and what is seen of the queries. */
export interface AthenaSession extends ReportSession {
  /** Queries of a report, newest first, as Athena tells of them. */
  queriesOf(reportId: string): Promise<QueryExecution[]>;
  /** Orders a report, waits for its end and reads its file. */
  make(order: ReportOrder): Promise<{ report: ReportWithDownload; bytes: Buffer }>;
  /** What a report has in storage once nobody works on it any more. */
  filesOf(reportId: string): Promise<string[]>;
}

export async function startAthenaSession(): Promise<AthenaSession> {
  const session = await startReportSession({ app: APPS.brisk });
  const athena = new AthenaClient({
    endpoint: session.cloud.awsOrigin,
    region: 'us-east-1',
    credentials: ROOT_CREDENTIALS,
  });
  const WorkGroup = session.generator.environment.ATHENA_WORKGROUP;
  return {
    ...session,
    async queriesOf(reportId) {
      const { QueryExecutionIds = [] } = await athena.send(
        new ListQueryExecutionsCommand({ WorkGroup }),
      );
      if (QueryExecutionIds.length === 0) return [];
      const { QueryExecutions = [] } = await athena.send(
        new BatchGetQueryExecutionCommand({ QueryExecutionIds }),
      );
      return QueryExecutions.filter(({ ResultConfiguration }) =>
        ResultConfiguration?.OutputLocation?.includes(`/${reportId}/`),
      );
    },
    async make(order) {
      const { reportId } = await session.reports.generate(order);
      const report = await session.reports.wait(reportId);
      const answer = await fetch(report.download.url);
      return { report, bytes: Buffer.from(await answer.arrayBuffer()) };
    },
    async filesOf(reportId) {
      await session.cloud.services.lambda.waitUntilIdle();
      return (await session.storedKeys()).filter((key) => key.includes(reportId));
    },
    async [Symbol.asyncDispose]() {
      athena.destroy();
      await session[Symbol.asyncDispose]();
    },
  };
}
