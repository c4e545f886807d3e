import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ReportsSettings } from './settings.ts';

/** Whether what is there must outlive the stack. */
export function isProduction({ stage }: ReportsSettings): boolean {
  return stage === 'production';
}

/**
 * What becomes of data and logs when the stack is removed: kept in production, gone in development. A bucket has to be
 * empty to go, and `npm run destroy` empties it first: the CDK's own way, `autoDeleteObjects`, would deploy a
 * function of its own with the right to delete every object, for the whole life of the stack.
 */
export function removalPolicyOf(settings: ReportsSettings): RemovalPolicy {
  return isProduction(settings) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}

/** The enumeration's values are the days themselves. */
export function logRetentionOf({ logDays }: ReportsSettings): RetentionDays {
  const isWanted = (days: string | RetentionDays): days is RetentionDays =>
    Number(days) === logDays;
  return Object.values(RetentionDays).find(isWanted) ?? RetentionDays.ONE_MONTH;
}
