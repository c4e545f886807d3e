/** What is to happen, in order of time; of things at the same time, what was noted first comes first. */
export interface Agenda<T> {
  readonly size: number;
  /** The time of what was taken last. */
  readonly nowSeconds: number;
  /** The time of what comes next; Infinity when nothing does. */
  readonly nextSeconds: number;
  note(atSeconds: number, item: T): void;
  /** Takes what comes next. */
  take(): T | undefined;
}

const FIRST_CAPACITY = 1024;

/** A binary heap over flat arrays. */
export function createAgenda<T>(): Agenda<T> {
  let times = new Float64Array(FIRST_CAPACITY);
  let turns = new Float64Array(FIRST_CAPACITY);
  const items: T[] = [];
  let size = 0;
  let turn = 0;
  let nowSeconds = 0;

  return {
    get size() {
      return size;
    },
    get nowSeconds() {
      return nowSeconds;
    },
    get nextSeconds() {
      return size === 0 ? Infinity : (times[0] as number);
    },
    note(atSeconds, item) {
      if (size === times.length) grow();
      rise(size++, atSeconds, turn++, item);
    },
    take() {
      if (size === 0) return undefined;
      const first = items[0];
      nowSeconds = times[0] as number;
      size--;
      const last = items[size] as T;
      const [lastTime, lastTurn] = [times[size] as number, turns[size] as number];
      items.length = size;
      if (size > 0) sink(lastTime, lastTurn, last);
      return first;
    },
  };

  function rise(start: number, time: number, number: number, item: T): void {
    let place = start;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(time, number, parent)) break;
      move(parent, place);
      place = parent;
    }
    put(place, time, number, item);
  }

  function sink(time: number, number: number, item: T): void {
    let place = 0;
    for (let child = 1; child < size; child = 2 * place + 1) {
      const right = child + 1;
      if (right < size && isBefore(times[right] as number, turns[right] as number, child))
        child = right;
      if (isBefore(time, number, child)) break;
      move(child, place);
      place = child;
    }
    put(place, time, number, item);
  }

  function isBefore(time: number, number: number, place: number): boolean {
    const other = times[place] as number;
    return time < other || (time === other && number < (turns[place] as number));
  }

  function move(from: number, to: number): void {
    put(to, times[from] as number, turns[from] as number, items[from] as T);
  }

  function put(place: number, time: number, number: number, item: T): void {
    times[place] = time;
    turns[place] = number;
    items[place] = item;
  }

  function grow(): void {
    const [olderTimes, olderTurns] = [times, turns];
    times = new Float64Array(2 * size);
    turns = new Float64Array(2 * size);
    times.set(olderTimes);
    turns.set(olderTurns);
  }
}
