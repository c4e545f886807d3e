import { util } from '@aws-appsync/utils';

const ULID = '^[0-7][0-9A-HJKMNP-TV-Z]{25}$';
const UUID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

/** Whether a report can have this id. Others are not asked for: DynamoDB refuses keys that are empty or too long. */
export function isReportId(reportId: string): boolean {
  return util.matches(ULID, reportId) || util.matches(UUID, reportId);
}

/** Ends the request with `NotFound` for an id that no report can have. */
export function requireReportId(reportId: string): void {
  if (!isReportId(reportId)) util.error('There is no such report.', 'NotFound');
}
