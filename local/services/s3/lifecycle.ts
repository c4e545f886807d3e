/** Lifecycle rules: objects that expire, and multipart uploads nobody completed. */
import { toError } from '../../errors.ts';
import type { Clock, Log } from '../../host.ts';
import type { Bucket } from './bucket.ts';

/** One enabled rule of a bucket. */
export interface LifecycleRule {
  /** What keys must begin with; empty for all. */
  readonly prefix: string;
  /** Only objects larger, or smaller, than this. */
  readonly largerThanBytes?: number;
  readonly smallerThanBytes?: number;
  readonly expirationDays?: number;
  /** A midnight in UTC from which on what the rule is for expires. */
  readonly expirationDateMs?: number;
  readonly abortUploadsAfterDays?: number;
}

export interface Lifecycle extends Disposable {
  /** Puts rules in place of a bucket's earlier ones, and follows them at once and from then on. */
  watch(bucket: Bucket, rules: readonly LifecycleRule[]): void;
}

const DAY_MS = 86_400_000;
// observed: https://repost.aws/questions/QUfwV5-tgqS8WXczZt2LNbSg (AWS runs rules at 0:00 UTC; here more often, so that a cloud that is on for an hour a day follows them)
const RUN_EVERY_MS = 3_600_000;

/** Follows the rules of buckets by the clock. */
export function createLifecycle({ clock, log }: { clock: Clock; log: Log }): Lifecycle {
  const rulesOf = new Map<Bucket, readonly LifecycleRule[]>();
  let timer: Disposable | undefined;

  return {
    watch(bucket, rules) {
      rulesOf.set(bucket, rules);
      if (rules.length > 0) plan(0);
    },
    [Symbol.dispose]: () => timer?.[Symbol.dispose](),
  };

  function plan(delayMs: number): void {
    timer?.[Symbol.dispose]();
    timer = clock.after(delayMs, () => {
      plan(RUN_EVERY_MS);
      for (const [bucket, rules] of rulesOf) {
        try {
          follow(bucket, rules, clock.now(), log);
        } catch (error) {
          log.error('s3 lifecycle failed', { bucket: bucket.name, error: toError(error).message });
        }
      }
    });
  }
}

/** The first moment at which something made at `createdAtMs` is `days` old for a rule. */
// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html (rounded to the next midnight UTC)
// assumed: what is exactly at midnight is not put off by a day
export function dueAtMs(createdAtMs: number, days: number): number {
  return Math.ceil((createdAtMs + days * DAY_MS) / DAY_MS) * DAY_MS;
}

function follow(bucket: Bucket, rules: readonly LifecycleRule[], nowMs: number, log: Log): void {
  const expired = bucket.keys().filter((key) => rules.some((rule) => isExpired(rule, key)));
  for (const key of expired) bucket.remove(key);
  const stale = bucket.uploads.list().filter(({ key, initiatedAtMs }) =>
    rules.some(({ prefix, abortUploadsAfterDays: days }) => {
      return days !== undefined && key.startsWith(prefix) && nowMs >= dueAtMs(initiatedAtMs, days);
    }),
  );
  for (const upload of stale) bucket.uploads.abort(upload);
  if (expired.length + stale.length === 0) return;
  const counts = { objects: expired.length, uploads: stale.length };
  log.info('s3 lifecycle removed', { bucket: bucket.name, ...counts });

  function isExpired(rule: LifecycleRule, key: string): boolean {
    const object = bucket.get(key);
    if (!object || !key.startsWith(rule.prefix)) return false;
    if (object.size <= (rule.largerThanBytes ?? -1)) return false;
    if (object.size >= (rule.smallerThanBytes ?? Infinity)) return false;
    const { expirationDays: days, expirationDateMs = Infinity } = rule;
    const isOld = days !== undefined && nowMs >= dueAtMs(object.lastModifiedMs, days);
    return isOld || nowMs >= expirationDateMs;
  }
}
