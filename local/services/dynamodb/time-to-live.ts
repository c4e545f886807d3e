import { toError } from '../../errors.ts';
import type { Clock, Log } from '../../host.ts';
import type { DynamoDbCall } from './service.ts';
import type { TableConfig } from './table-config.ts';

/** Removes expired items in the background. */
export interface TimeToLive extends AsyncDisposable {
  /** Looks after a table from now on: at once, and then again and again. */
  watch(config: TableConfig): void;
}

export interface TimeToLiveOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly call: DynamoDbCall;
}

type Item = Readonly<Record<string, Record<string, unknown>>>;

// documented: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html (within a few days; here much sooner)
const SWEEP_EVERY_MS = 60_000;
// documented: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html (not if it is more than five years ago)
const OLDEST_SECONDS = 5 * 365 * 86_400;

/** Deletes items whose attribute, a number of seconds since 1970, has passed by the clock. */
export function createTimeToLive({ clock, log, call }: TimeToLiveOptions): TimeToLive {
  const timers = new Map<string, Disposable>();
  const sweeps = new Set<Promise<void>>();
  let isStopped = false;

  return {
    watch(config) {
      const { AttributeName: attribute, Enabled } = config.TimeToLiveSpecification ?? {};
      if (attribute !== undefined && Enabled) schedule(config, attribute, 0);
    },
    async [Symbol.asyncDispose]() {
      isStopped = true;
      for (const timer of timers.values()) timer[Symbol.dispose]();
      await Promise.all(sweeps);
    },
  };

  function schedule(config: TableConfig, attribute: string, delayMs: number): void {
    timers.get(config.TableName)?.[Symbol.dispose]();
    const timer = clock.after(delayMs, () => {
      const done = sweep(config, attribute)
        .catch((error: unknown) => {
          log.error('expired items could not be removed', { error: toError(error).message });
        })
        .then(() => {
          sweeps.delete(done);
          if (!isStopped) schedule(config, attribute, SWEEP_EVERY_MS);
        });
      sweeps.add(done);
    });
    timers.set(config.TableName, timer);
  }

  async function sweep(config: TableConfig, attribute: string): Promise<void> {
    let startKey: unknown;
    do {
      const page = await expired(config, attribute, startKey);
      for (const item of page.items) {
        if (isStopped) return;
        await remove(config, attribute, item);
      }
      startKey = page.lastKey;
    } while (startKey !== undefined && !isStopped);
  }

  /** A page of the table's expired items: their keys and the attribute. */
  async function expired(config: TableConfig, attribute: string, startKey: unknown) {
    const nowSeconds = Math.floor(clock.now() / 1000);
    const keys = config.KeySchema.map(({ AttributeName }) => AttributeName);
    const names = Object.fromEntries(
      [...new Set([attribute, ...keys])].map((name, index) => [`#n${index}`, name]),
    );
    const { status, body } = await call('Scan', {
      TableName: config.TableName,
      ConsistentRead: true,
      // A number compares with numbers only: an attribute of another type never expires.
      FilterExpression: '#n0 < :now AND #n0 >= :oldest',
      ProjectionExpression: Object.keys(names).join(', '),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: {
        ':now': { N: String(nowSeconds) },
        ':oldest': { N: String(nowSeconds - OLDEST_SECONDS) },
      },
      ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
    });
    if (status !== 200) throw new Error(`${config.TableName}: ${String(body.message)}`);
    return { items: (body.Items ?? []) as Item[], lastKey: body.LastEvaluatedKey };
  }

  async function remove(config: TableConfig, attribute: string, item: Item): Promise<void> {
    const key = config.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]);
    const { status, body } = await call('DeleteItem', {
      TableName: config.TableName,
      Key: Object.fromEntries(key) as Item,
      // An item that was given more time meanwhile stays.
      ConditionExpression: '#ttl = :seen',
      ExpressionAttributeNames: { '#ttl': attribute },
      ExpressionAttributeValues: { ':seen': item[attribute] },
    });
    if (status === 200) log.info('an item expired', { table: config.TableName });
    else if (!String(body.__type).includes('ConditionalCheckFailed')) {
      throw new Error(`${config.TableName}: ${String(body.message)}`);
    }
  }
}
