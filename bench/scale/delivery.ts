import type { Lane } from './lane.ts';
import type { QueuedEvent, SimulatedReport } from './report.ts';
import { ASSUMED, RULES, THROTTLED_WAIT_SECONDS } from './rules.ts';
import type { ReportSize } from './scenario.ts';
import { noteFirst, type World } from './world.ts';

const PART_BYTES = 8 * 1024 * 1024;
const POKE_SECONDS = 0.1;

/** One event more of a report, delivered at once if there is a place. */
export function startGenerator(world: World, report: SimulatedReport): void {
  deliver(world, { report, acceptedAt: world.now, tries: 0 });
}

/** Lambda tries an event: it begins, waits for a further try, or is dropped for its age. */
export function deliver(world: World, event: QueuedEvent): void {
  const { scenario, agenda, draws, now } = world;
  const { report } = event;
  if (now - event.acceptedAt > RULES.maxEventAgeSeconds) {
    agenda.note(now, { kind: 'overdue', report, because: 'dropped event' });
    return;
  }
  const lane = world.lanes.at(report.lane);
  const taken = lane.take(now);
  if (taken === 'warm' || taken === 'cold') return begin(world, report, lane, taken === 'cold');
  noteFirst(world, taken === 'no place' ? 'places' : 'environments');
  if (event.tries === 0 || scenario.queue === 'backoff') world.tally.throttles++;
  if (scenario.queue === 'in order') {
    event.tries = 1;
    lane.waiting.push(event);
    return poke(world, lane);
  }
  const { first, longest } = THROTTLED_WAIT_SECONDS;
  const waitSeconds = Math.min(longest, first * 2 ** event.tries++);
  const at = now + waitSeconds * (0.5 + draws.waiting.next() / 2);
  agenda.note(at, { kind: 'delivery', event });
}

/** A place has become free: whoever waits in order gets it. */
export function free(world: World, lane: Lane): void {
  lane.giveBack(world.now);
  deliverWaiting(world, lane);
}

/** Gives places to events that wait in order, while there are both. */
export function deliverWaiting(world: World, lane: Lane): void {
  for (let event = lane.waiting.shift(); event; event = lane.waiting.shift()) {
    const others = lane.waiting.length;
    deliver(world, event);
    if (lane.waiting.length > others) {
      // It could not be placed and stands last now; it was first.
      lane.waiting.pop();
      lane.waiting.unshift(event);
      return;
    }
    if (lane.places.taken >= lane.places.size) return;
  }
}

/** A place may be free and only a new environment be missing. */
function poke({ poked, agenda, now }: World, lane: Lane): void {
  if (lane.places.taken >= lane.places.size || poked.has(lane)) return;
  poked.add(lane);
  agenda.note(now + POKE_SECONDS, { kind: 'poke', lane });
}

/** The generator claims the report and works, or finds it claimed. */
function begin(world: World, report: SimulatedReport, lane: Lane, isCold: boolean): void {
  const { scenario, lanes, tally, counter, draws, agenda, now } = world;
  const claimedAt = now + (isCold ? lanes.coldSeconds : 0);
  if (report.status !== 'QUEUED') {
    tally.duplicates++;
    agenda.note(claimedAt + lanes.duplicateSeconds, { kind: 'free', lane });
    return;
  }
  report.status = 'RUNNING';
  report.attempt++;
  if (report.attempt === 1) noteWait(world, report, claimedAt);
  const succeeds = draws.luck.next() >= scenario.failedShare;
  const wholeSeconds = lanes.overheadSeconds + report.workSeconds;
  const takes = wholeSeconds * (succeeds ? 1 : draws.luck.next());
  const endsAt = claimedAt + takes;
  tally.workedSeconds += endsAt - now;
  const { bytes, querySeconds } = scenario.sizes[report.size] as ReportSize;
  counter.count('claims', claimedAt);
  counter.spread('running', claimedAt, endsAt, 1);
  counter.spread('parts', claimedAt, endsAt, Math.ceil(bytes / PART_BYTES) / Math.max(1, takes));
  if (querySeconds > 0) counter.spread('queries', claimedAt, claimedAt + querySeconds, 1);
  agenda.note(endsAt, { kind: 'end', report, succeeds });
}

/** What becomes of a failed attempt, recovery is told by Lambda. */
export function failAttempt({ agenda, now }: World, report: SimulatedReport): void {
  agenda.note(now + ASSUMED.failureKnownAfterSeconds, {
    kind: 'overdue',
    report,
    because: 'failed attempt',
  });
}

function noteWait(world: World, report: SimulatedReport, claimedAt: number): void {
  const waited = claimedAt - report.orderedAt;
  world.waits.add(waited);
  world.waitsBySize[report.size]?.add(waited);
  const of = world.orderingOf.get(report);
  if (!of) return;
  world.waitsOfOrderings[of[0]]?.add(claimedAt - of[1]);
  world.orderingOf.delete(report);
}
