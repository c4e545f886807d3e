import type { Outcome } from './outcome.ts';
import { ASKED, askedInAll, DUE_WRITES } from './usage.ts';

/** US dollars in us-east-1, first tier, looked up on 2026-11-25. docs/cost.md has the same with where each was read. */
export const PRICES = {
  // reported: https://aws.amazon.com/appsync/pricing/
  appsyncOperation: 4 / 1e6,
  // documented: https://aws.amazon.com/appsync/pricing/
  appsyncUpdate: 2 / 1e6,
  // reported: https://aws.amazon.com/lambda/pricing/ (arm64)
  lambdaGbSecond: 0.0000133334,
  // documented: https://aws.amazon.com/lambda/pricing/
  lambdaRequest: 0.2 / 1e6,
  // remembered: https://aws.amazon.com/lambda/pricing/ (ephemeral storage above 512 MB)
  storageGbSecond: 0.0000000309,
  // reported: https://aws.amazon.com/dynamodb/pricing/on-demand/
  writeUnit: 0.625 / 1e6,
  // reported: https://aws.amazon.com/s3/pricing/
  put: 0.005 / 1000,
  // reported: https://aws.amazon.com/s3/pricing/
  s3GbMonth: 0.023,
  // reported: https://aws.amazon.com/ec2/pricing/on-demand/
  transferGb: 0.09,
} as const;

/** infra/constructs/report-functions.ts */
const GENERATOR_GB = 1769 / 1024;
const STORAGE_GB = 4 - 0.5;
const DAYS = 30;
const RETENTION_MONTHS = 7 / 30;
const GB = 1e9;

/** A month of such days in US dollars, by service; each file is downloaded once. */
export function monthlyCost(
  outcome: Outcome,
  bytesPerReport: number,
  scale: number,
): Readonly<Record<'AppSync' | 'Lambda' | 'DynamoDB' | 'S3' | 'transfer', number>> {
  const { activity } = outcome;
  const all = (per: Parameters<typeof askedInAll>[1]): number =>
    DAYS * askedInAll(activity, per, scale);
  const gigabytes = (all({ endings: 1 }) * bytesPerReport) / GB;
  const seconds = all({ running: 1 });
  return {
    AppSync: all(ASKED.tokens) * PRICES.appsyncOperation + all(ASKED.pushed) * PRICES.appsyncUpdate,
    Lambda:
      seconds * (GENERATOR_GB * PRICES.lambdaGbSecond + STORAGE_GB * PRICES.storageGbSecond) +
      all({ claims: 1, endings: 2, recoveries: 1 }) * PRICES.lambdaRequest,
    DynamoDB: (all(ASKED.tableWrites) + all(DUE_WRITES)) * PRICES.writeUnit,
    S3: all(ASKED.puts) * PRICES.put + gigabytes * RETENTION_MONTHS * PRICES.s3GbMonth,
    transfer: gigabytes * PRICES.transferGb,
  };
}
