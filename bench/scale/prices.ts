import { PRICES, type Price } from '../../scripts/cost/prices.ts';
import type { Outcome } from './outcome.ts';
import { ASKED, askedInAll, DUE_WRITES } from './usage.ts';

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
    AppSync:
      all(ASKED.tokens) * dollars(PRICES.appsyncOperation) +
      all(ASKED.pushed) * dollars(PRICES.appsyncUpdate),
    Lambda:
      seconds *
        (GENERATOR_GB * dollars(PRICES.lambdaGbSecond) +
          STORAGE_GB * dollars(PRICES.lambdaStorageGbSecond)) +
      all({ claims: 1, endings: 2, recoveries: 1 }) * dollars(PRICES.lambdaRequest),
    DynamoDB: (all(ASKED.tableWrites) + all(DUE_WRITES)) * dollars(PRICES.dynamodbWrite),
    S3:
      all(ASKED.puts) * dollars(PRICES.s3Put) +
      gigabytes * RETENTION_MONTHS * dollars(PRICES.s3GbMonth),
    transfer: gigabytes * dollars(PRICES.transferGb),
  };
}

function dollars({ usd, per }: Price): number {
  return usd / per;
}
