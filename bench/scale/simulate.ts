import { createActivityCounter } from './activity.ts';
import { createAgenda } from './agenda.ts';
import { DAY_SECONDS, nextArrival } from './arrivals.ts';
import { createDueIndex } from './due.ts';
import { createHistogram } from './histogram.ts';
import { createLanes } from './lanes.ts';
import type { Lane } from './lane.ts';
import type { Outcome, Sample } from './outcome.ts';
import { createRandom } from './random.ts';
import type { QueuedEvent, SimulatedReport } from './report.ts';
import { ASSUMED, leaseEnd, RULES, THROTTLED_WAIT_SECONDS } from './rules.ts';
import type { Ordering, Scenario } from './scenario.ts';

/** Why recovery looks at a report: the index has it, its attempt has failed, or Lambda has dropped an event of it. */
type Cause = 'due' | 'failed attempt' | 'dropped event';

type Happening =
  | { readonly kind: 'arrival' }
  | { readonly kind: 'ordering'; readonly ordering: number; readonly firstAt: number }
  | { readonly kind: 'delivery'; readonly event: QueuedEvent }
  | { readonly kind: 'end'; readonly report: SimulatedReport; readonly succeeds: boolean }
  | { readonly kind: 'free'; readonly lane: Lane }
  | { readonly kind: 'poke'; readonly lane: Lane }
  | { readonly kind: 'overdue'; readonly report: SimulatedReport; readonly because: Cause }
  | { readonly kind: 'minute' };

const PART_BYTES = 8 * 1024 * 1024;
const POKE_SECONDS = 0.1;
const CLEAN_EVERY_SECONDS = 600;

/** Plays a scenario by its events. Orders come for `seconds`; it goes on until the last of them has ended. */
export function simulate(scenario: Scenario): Outcome {
  const { seed, seconds, sizes } = scenario;
  const agenda = createAgenda<Happening>();
  const arrivals = createRandom(seed, 'arrivals');
  const people = createRandom(seed, 'people');
  const work = createRandom(seed, 'work');
  const luck = createRandom(seed, 'luck');
  const waiting = createRandom(seed, 'waiting');
  const perSecond = scenario.reportsPerDay / DAY_SECONDS;
  const lanes = createLanes(scenario);
  const due = createDueIndex(scenario.recoveredAtMost);
  const counter = createActivityCounter(seconds);
  const active = new Uint32Array(scenario.owners + scenario.orderings.length);
  const activeInLane = new Uint32Array(active.length * scenario.lanes.length);
  const orderingOf = new Map<SimulatedReport, readonly [ordering: number, firstAt: number]>();
  let queue: SimulatedReport[] = [];
  let cleanAt = 0;
  const waits = createHistogram();
  const waitsBySize = sizes.map(createHistogram);
  const waitsOfOrderings = scenario.orderings.map(createHistogram);
  const samples: Sample[] = [];
  const first: Outcome['first'] = {
    places: Infinity,
    environments: Infinity,
    refusal: Infinity,
    recoveryFull: Infinity,
    failure: Infinity,
  };
  const pokes = new Set<Lane>();
  let [ordered, refused, succeeded, failed] = [0, 0, 0, 0];
  let [throttles, duplicates, startedAgain, workedSeconds, events] = [0, 0, 0, 0, 0];
  let now = 0;

  if (perSecond > 0)
    agenda.note(nextArrival(0, perSecond, scenario.profile, arrivals), { kind: 'arrival' });
  scenario.orderings.forEach(({ atSeconds, count }, ordering) => {
    for (let each = 0; each < count; each++) {
      agenda.note(atSeconds, { kind: 'ordering', ordering, firstAt: atSeconds });
    }
  });
  agenda.note(RULES.recoveryEverySeconds, { kind: 'minute' });

  let isWhole = true;
  for (let next = agenda.take(); next; next = agenda.take()) {
    now = agenda.nowSeconds;
    isWhole = events++ < scenario.maxEvents && now < (scenario.endAfterSeconds ?? Infinity);
    if (!isWhole) break;
    happen(next);
  }

  return {
    ordered,
    refused,
    succeeded,
    failed,
    unfinished: ordered - refused - succeeded - failed,
    stoppedAt: now,
    isWhole,
    throttles,
    duplicates,
    startedAgain,
    filesWaiting: due.filesWaiting,
    waits,
    waitsBySize,
    waitsOfOrderings,
    workedSeconds,
    samples,
    activity: counter.finish(),
    first,
    events,
  };

  function happen(happening: Happening): void {
    switch (happening.kind) {
      case 'arrival': {
        // Few owners order much: a tenth of all orders is the busiest hundredth's.
        order(Math.floor(scenario.owners * people.next() ** 2), drawSize());
        const at = nextArrival(now, perSecond, scenario.profile, arrivals);
        if (at < seconds) agenda.note(at, happening);
        return;
      }
      case 'ordering':
        return orderAgain(happening);
      case 'delivery':
        return deliver(happening.event);
      case 'end':
        return end(happening.report, happening.succeeds);
      case 'free':
        return free(happening.lane);
      case 'poke':
        pokes.delete(happening.lane);
        return deliverWaiting(happening.lane);
      case 'overdue':
        return recover(happening.report, happening.because);
      case 'minute':
        return passMinute();
    }
  }

  function drawSize(): number {
    let left = people.next();
    return Math.max(
      0,
      sizes.findIndex(({ share }) => (left -= share) < 0),
    );
  }

  /** generateReport: refused when the owner has as many under way as may be. */
  function order(owner: number, size: number, of?: readonly [number, number]): void {
    ordered++;
    const lane = lanes.indexFor(sizes[size]?.meanSeconds ?? 0);
    if (!hasRoom(owner, lane)) {
      refused++;
      first.refusal = Math.min(first.refusal, now);
      counter.count('refusals', now);
      return;
    }
    underWay(owner, lane, 1);
    counter.count('orders', now);
    const { draw } = sizes[size] as (typeof sizes)[number];
    const workSeconds = draw(work);
    const report: SimulatedReport = {
      owner,
      orderedAt: now,
      size,
      lane,
      workSeconds,
      status: 'QUEUED',
      attempt: 0,
      redrives: 0,
      dueAt: leaseEnd(now),
    };
    if (of) orderingOf.set(report, of);
    queue.push(report);
    due.note(report);
    if (luck.next() >= scenario.lostShare) start(report);
  }

  function hasRoom(owner: number, lane: number): boolean {
    const inLane = activeInLane[owner * scenario.lanes.length + lane] as number;
    return (
      (active[owner] as number) < scenario.maxActiveReports &&
      inLane < (scenario.lanes[lane]?.maxActiveReports ?? Infinity)
    );
  }

  function underWay(owner: number, lane: number, change: number): void {
    const place = owner * scenario.lanes.length + lane;
    active[owner] = (active[owner] as number) + change;
    activeInLane[place] = (activeInLane[place] as number) + change;
  }

  /** One of many that a person orders; refused ones are ordered again, so that each ends once. */
  function orderAgain(happening: Extract<Happening, { kind: 'ordering' }>): void {
    const ordering = scenario.orderings[happening.ordering] as Ordering;
    const lane = lanes.indexFor(sizes[ordering.size]?.meanSeconds ?? 0);
    if (!hasRoom(ordering.owner, lane)) {
      first.refusal = Math.min(first.refusal, now);
      counter.count('refusals', now);
      agenda.note(now + ordering.againAfterSeconds, happening);
      return;
    }
    order(ordering.owner, ordering.size, [happening.ordering, happening.firstAt]);
  }

  function start(report: SimulatedReport): void {
    deliver({ report, acceptedAt: now, tries: 0 });
  }

  function deliver(event: QueuedEvent): void {
    const { report } = event;
    const lane = lanes.at(report.lane);
    if (now - event.acceptedAt > RULES.maxEventAgeSeconds) return recover(report, 'dropped event');
    const taken = lane.take(now);
    if (taken === 'warm' || taken === 'cold') return begin(report, lane, taken === 'cold');
    if (event.tries === 0 || scenario.queue === 'backoff') throttles++;
    const missing = taken === 'no place' ? 'places' : 'environments';
    first[missing] = Math.min(first[missing], now);
    if (scenario.queue === 'in order') {
      event.tries = 1;
      lane.waiting.push(event);
      return poke(lane);
    }
    const { first: least, longest } = THROTTLED_WAIT_SECONDS;
    const wait = Math.min(longest, least * 2 ** event.tries++);
    agenda.note(now + wait * (0.5 + waiting.next() / 2), { kind: 'delivery', event });
  }

  /** A place may be free and only a new environment be missing. */
  function poke(lane: Lane): void {
    if (lane.places.taken >= lane.places.size || pokes.has(lane)) return;
    pokes.add(lane);
    agenda.note(now + POKE_SECONDS, { kind: 'poke', lane });
  }

  function begin(report: SimulatedReport, lane: Lane, isCold: boolean): void {
    const coldSeconds = isCold ? lanes.coldSeconds : 0;
    if (report.status !== 'QUEUED') {
      duplicates++;
      agenda.note(now + coldSeconds + lanes.duplicateSeconds, { kind: 'free', lane });
      return;
    }
    const claimedAt = now + coldSeconds;
    report.status = 'RUNNING';
    report.attempt++;
    if (report.attempt === 1) noteWait(report, claimedAt);
    counter.count('claims', claimedAt);
    const succeeds = luck.next() >= scenario.failedShare;
    const takes = (lanes.overheadSeconds + report.workSeconds) * (succeeds ? 1 : luck.next());
    const endsAt = claimedAt + takes;
    workedSeconds += endsAt - now;
    counter.spread('running', claimedAt, endsAt, 1);
    const { bytes, querySeconds } = sizes[report.size] as (typeof sizes)[number];
    counter.spread('parts', claimedAt, endsAt, Math.ceil(bytes / PART_BYTES) / Math.max(1, takes));
    if (querySeconds > 0) counter.spread('queries', claimedAt, claimedAt + querySeconds, 1);
    agenda.note(endsAt, { kind: 'end', report, succeeds });
  }

  function noteWait(report: SimulatedReport, claimedAt: number): void {
    const waited = claimedAt - report.orderedAt;
    waits.add(waited);
    waitsBySize[report.size]?.add(waited);
    const of = orderingOf.get(report);
    if (!of) return;
    waitsOfOrderings[of[0]]?.add(claimedAt - of[1]);
    orderingOf.delete(report);
  }

  function end(report: SimulatedReport, succeeds: boolean): void {
    free(lanes.at(report.lane));
    if (!succeeds) {
      agenda.note(now + ASSUMED.failureKnownAfterSeconds, {
        kind: 'overdue',
        report,
        because: 'failed attempt',
      });
      return;
    }
    succeeded++;
    counter.count('endings', now);
    finish(report);
  }

  function free(lane: Lane): void {
    lane.giveBack(now);
    deliverWaiting(lane);
  }

  function deliverWaiting(lane: Lane): void {
    const event = lane.waiting.shift();
    if (!event) return;
    const before = lane.waiting.length;
    deliver(event);
    const wasTaken = lane.waiting.length === before;
    if (!wasTaken) lane.waiting.unshift(lane.waiting.pop() as QueuedEvent);
    else if (lane.waiting.length > 0 && lane.places.taken < lane.places.size) deliverWaiting(lane);
  }

  /** reportOverdue: back to QUEUED and started again, or FAILED. */
  function recover(report: SimulatedReport, because: Cause): void {
    counter.count('recoveries', now);
    const isQueued = report.status === 'QUEUED';
    // Somebody answers for it meanwhile: NotOverdue.
    if (!isQueued && because !== 'failed attempt') return;
    const mayStart = isQueued
      ? report.redrives < RULES.maxRedrives
      : report.attempt < RULES.maxAttempts;
    if (!mayStart) {
      failed++;
      first.failure = Math.min(first.failure, now);
      return finish(report);
    }
    report.status = 'QUEUED';
    report.redrives = isQueued ? report.redrives + 1 : 1;
    const leases = RULES.redriveLeases[report.redrives - 1] ?? 16;
    report.dueAt = now + leases * RULES.leaseSeconds;
    due.note(report);
    startedAgain++;
    start(report);
  }

  function finish(report: SimulatedReport): void {
    report.status = 'ENDED';
    underWay(report.owner, report.lane, -1);
  }

  function passMinute(): void {
    if (scenario.hasPast && now <= seconds) {
      const middle = now - RULES.recoveryEverySeconds / 2;
      const expired = perSecond * RULES.recoveryEverySeconds * scenario.profile.factor(middle);
      due.noteFiles(now - RULES.recoveryEverySeconds, expired);
    }
    const { reports, files } = due.take(now);
    if (reports.length + files >= scenario.recoveredAtMost - 1) {
      first.recoveryFull = Math.min(first.recoveryFull, now);
    }
    counter.count('expiries', now, files);
    const each = ASSUMED.recoverySeconds / RULES.recoveredAtOnce;
    reports.forEach((report, place) => {
      agenda.note(now + (place + 1) * each, { kind: 'overdue', report, because: 'due' });
    });
    sample();
    const isOver = now > seconds && ordered === refused + succeeded + failed;
    if (!isOver) agenda.note(now + RULES.recoveryEverySeconds, { kind: 'minute' });
  }

  function sample(): void {
    if (now >= cleanAt) {
      queue = queue.filter(({ status }) => status === 'QUEUED');
      cleanAt = now + CLEAN_EVERY_SECONDS;
    }
    const oldest = queue.find(({ status }) => status === 'QUEUED');
    const busy = lanes.busy();
    samples.push({
      atSeconds: now,
      busy,
      queued: ordered - refused - succeeded - failed - busy,
      oldestSeconds: oldest ? now - oldest.orderedAt : 0,
    });
  }
}
