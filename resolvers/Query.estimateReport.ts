import { util, type Context, type DynamoDBGetItemRequest } from '@aws-appsync/utils';
import type {
  QueryEstimateReportArgs,
  ReportEngine,
  ReportEstimate,
} from '../schema/generated/types.ts';
import { callerId } from './lib/caller.ts';
import { checkDefinition, type CheckedDefinition } from './lib/definition.ts';
import { chooseEngine } from './lib/engines.ts';
import { estimate } from './lib/estimate.ts';
import { maxRows } from './lib/expected-size.ts';
import { checkOutput, type OutputOptions } from './lib/output-options.ts';
import {
  NO_STATISTICS,
  STATISTICS_OWNER,
  statisticsId,
  type Statistics,
} from './lib/statistics.ts';

interface Stash {
  definition: CheckedDefinition;
  output: OutputOptions;
  engine: ReportEngine;
}

/** Checks the order as `generateReport` would and reads how past reports of its kind went. */
export function request(ctx: Context<QueryEstimateReportArgs, Stash>): DynamoDBGetItemRequest {
  callerId(ctx.identity);
  const { input } = ctx.args;
  ctx.stash.definition = checkDefinition(input.definition);
  ctx.stash.output = checkOutput(input);
  const { format, gzip } = ctx.stash.output;
  const { kind } = ctx.stash.definition;
  const expected = estimate(ctx.stash.definition, format, NO_STATISTICS, false);
  ctx.stash.engine = chooseEngine(ctx.env, kind, input.engine, expected);
  const reportId = statisticsId(kind, format, gzip, ctx.stash.engine);
  return {
    operation: 'GetItem',
    key: util.dynamodb.toMapValues({ owner: STATISTICS_OWNER, reportId }),
  };
}

/** Without statistics, or when they cannot be read, the figures this system came with serve. */
export function response(ctx: Context<QueryEstimateReportArgs, Stash>): ReportEstimate {
  const { definition, engine } = ctx.stash;
  const { format } = ctx.stash.output;
  const past = (ctx.error ? null : (ctx.result as Statistics | null)) ?? NO_STATISTICS;
  const isAthena = engine === 'ATHENA';
  const expected = estimate(definition, format, past, isAthena);
  const { rows } = expected;
  const limit = maxRows(format);
  const fits = limit === null || rows <= limit;
  return {
    rows,
    byteSize: expected.byteSize,
    seconds: expected.seconds,
    engine,
    bytesScanned: isAthena ? expected.bytesScanned : null,
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
