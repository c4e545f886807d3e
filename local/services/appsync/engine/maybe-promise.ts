/** A value now or later: what needs no waiting is done without a promise, which would cost more than the work. */
export type MaybePromise<T> = T | Promise<T>;

/** What `use` makes of the value, as soon as it is there. */
export function andThen<T, U>(value: MaybePromise<T>, use: (value: T) => U): MaybePromise<U> {
  return value instanceof Promise ? value.then(use) : use(value);
}
