import { util, type Context, type DynamoDBGetItemRequest } from '@aws-appsync/utils';
import type { QueryEstimateReportArgs, ReportEstimate } from '../schema/generated/types.ts';
import { callerId } from './lib/caller.ts';
import { checkDefinition, type CheckedDefinition } from './lib/definition.ts';
import { exactRows, figuresOf, maxRows, rowsPerSecond, unitsOf } from './lib/expected-size.ts';
import { checkOutput, type OutputOptions } from './lib/output-options.ts';
import { STATISTICS_OWNER, statisticsId, type Statistics } from './lib/statistics.ts';

const NO_STATISTICS: Statistics = { reports: 0, rows: 0, bytes: 0, seconds: 0, units: 0 };
/** Claiming, opening the upload, completing it: what every report takes, in seconds. */
const FIXED_SECONDS = 1;
/** Of fewer rows the fixed part of the time says more than the rows. */
const ENOUGH_ROWS = 100_000;

interface Stash {
  definition: CheckedDefinition;
  output: OutputOptions;
}

/** Checks the order as `generateReport` would and reads how past reports of its kind went. */
export function request(ctx: Context<QueryEstimateReportArgs, Stash>): DynamoDBGetItemRequest {
  callerId(ctx.identity);
  const { input } = ctx.args;
  ctx.stash.definition = checkDefinition(input.definition);
  ctx.stash.output = checkOutput(input);
  const { format, gzip } = ctx.stash.output;
  const reportId = statisticsId(ctx.stash.definition.kind, format, gzip);
  return {
    operation: 'GetItem',
    key: util.dynamodb.toMapValues({ owner: STATISTICS_OWNER, reportId }),
  };
}

/** Without statistics, or when they cannot be read, the figures this system came with serve. */
export function response(ctx: Context<QueryEstimateReportArgs, Stash>): ReportEstimate {
  const { kind, parameters } = ctx.stash.definition;
  const { format } = ctx.stash.output;
  const past = (ctx.error ? null : (ctx.result as Statistics | null)) ?? NO_STATISTICS;
  const figures = figuresOf(kind);
  const rowsPerUnit = past.units > 0 ? past.rows / past.units : figures.rowsPerUnit;
  const bytesPerRow = past.rows > 0 ? past.bytes / past.rows : figures.bytesPerRow;
  const secondsPerRow =
    past.rows >= ENOUGH_ROWS && past.seconds > 0
      ? past.seconds / past.rows
      : 1 / rowsPerSecond(format);

  const rows = exactRows(kind, parameters) ?? Math.round(rowsPerUnit * unitsOf(kind, parameters));
  const delaySeconds = ((parameters.delayMs as number | undefined) ?? 0) / 1000;
  const limit = maxRows(format);
  const fits = limit === null || rows <= limit;
  return {
    rows,
    byteSize: Math.round(rows * bytesPerRow),
    seconds: Math.round((FIXED_SECONDS + delaySeconds + rows * secondsPerRow) * 10) / 10,
    fits,
    problem: fits
      ? null
      : `${format} holds at most ${grouped(limit)} rows and this report has about ${grouped(rows)}. Choose CSV, JSONL or PARQUET, or a smaller report.`,
    basedOnReports: past.reports,
  };
}

/** `1234567` as `1,234,567`: APPSYNC_JS has no number formats. */
function grouped(value: number): string {
  const digits = `${value}`.split('');
  return digits
    .map((digit, index) => {
      const left = digits.length - index;
      return index > 0 && left - Math.floor(left / 3) * 3 === 0 ? `,${digit}` : digit;
    })
    .join('');
}
