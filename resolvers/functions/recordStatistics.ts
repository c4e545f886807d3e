import { runtime, util, type Context, type DynamoDBUpdateItemRequest } from '@aws-appsync/utils';
import type { ReportResult } from '../../schema/generated/types.ts';
import { unitsOf } from '../lib/expected-size.ts';
import type { Ended } from '../lib/ended.ts';
import { STATISTICS_OWNER, statisticsId } from '../lib/statistics.ts';
import type { StoredReport } from '../lib/stored-report.ts';

/** Adds a report that was just finished to the sums estimates are made from. */
export function request(ctx: Context<object, Ended>): DynamoDBUpdateItemRequest {
  const { report, ended } = ctx.stash;
  if (!ended || report.status !== 'SUCCEEDED') runtime.earlyReturn(null);
  const { rowCount, byteSize } = report.result as ReportResult;
  const parameters = report.definition[report.kind] as Record<string, unknown>;
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({
      owner: STATISTICS_OWNER,
      reportId: statisticsId(report.kind, report.format, report.gzip, report.engine),
    }),
    update: {
      expression:
        'ADD reports :one, #rows :rows, #bytes :bytes, #seconds :seconds, #units :units SET updatedAt = :now',
      expressionNames: {
        '#rows': 'rows',
        '#bytes': 'bytes',
        '#seconds': 'seconds',
        '#units': 'units',
      },
      expressionValues: util.dynamodb.toMapValues({
        ':one': 1,
        ':rows': rowCount,
        ':bytes': byteSize,
        ':seconds': workSeconds(report, parameters),
        ':units': unitsOf(report.kind, parameters),
        ':now': `${report.finishedAt}`,
      }),
    },
  };
}

/** An estimate that could not be improved is no reason to fail a report. */
export function response(): null {
  return null;
}

/** Seconds the rows themselves took: a sample's chosen delay is not its speed. */
function workSeconds(report: StoredReport, parameters: Record<string, unknown>): number {
  const tookMs =
    util.time.parseISO8601ToEpochMilliSeconds(`${report.finishedAt}`) -
    util.time.parseISO8601ToEpochMilliSeconds(`${report.startedAt}`);
  const delayMs = (parameters.delayMs as number | undefined) ?? 0;
  return Math.max(0, tookMs - delayMs) / 1000;
}
