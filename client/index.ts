export { createReportsClient, type ReportsClient, type ReportsClientOptions } from './client.ts';
export { systemClock, type Clock } from './clock.ts';
export type { ReportFile } from './download.ts';
export * from './errors.ts';
export type { GraphqlApi } from './graphql.ts';
export { isFinal, mergeReport } from './merge.ts';
export {
  configureReports,
  loadOutputs,
  parseOutputs,
  type AmplifyOutputs,
  type DemoUser,
  type PasswordPolicy,
} from './outputs.ts';
export { makeReportId } from './report-id.ts';
export type * from './types.ts';
export type { WatchAllOptions } from './watch-all.ts';
