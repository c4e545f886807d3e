import { DAY_SECONDS, nextArrival } from './arrivals.ts';
import { startGenerator } from './delivery.ts';
import type { SimulatedReport } from './report.ts';
import { leaseEnd } from './rules.ts';
import type { Ordering, ReportSize } from './scenario.ts';
import { noteFirst, type Happening, type World } from './world.ts';

/** Notes the first of the day's orders, and the orderings that are looked at apart. */
export function beginOrders(world: World): void {
  noteNextArrival(world);
  world.scenario.orderings.forEach(({ atSeconds, count }, ordering) => {
    for (let each = 0; each < count; each++) {
      world.agenda.note(atSeconds, { kind: 'ordering', ordering, firstAt: atSeconds });
    }
  });
}

/** Somebody orders something. Few order much: a tenth of all orders is the busiest hundredth's. */
export function arrive(world: World): void {
  const { people } = world.draws;
  const owner = Math.floor(world.scenario.owners * people.next() ** 2);
  order(world, owner, drawSize(world));
  noteNextArrival(world);
}

/** One of many that a person orders; refused ones are ordered again, so that each ends once. */
export function orderAgain(
  world: World,
  happening: Extract<Happening, { kind: 'ordering' }>,
): void {
  const { owner, size, againAfterSeconds } = world.scenario.orderings[
    happening.ordering
  ] as Ordering;
  if (hasRoom(world, owner, laneOf(world, size))) {
    return order(world, owner, size, [happening.ordering, happening.firstAt]);
  }
  noteFirst(world, 'refusal');
  world.counter.count('refusals', world.now);
  world.agenda.note(world.now + againAfterSeconds, happening);
}

/** A report that has ended gives its owner's slot back: releaseSlot. */
export function finish(world: World, report: SimulatedReport): void {
  report.status = 'ENDED';
  changeActive(world, report.owner, report.lane, -1);
}

/** generateReport: refused when the owner has as many under way as may be. */
function order(
  world: World,
  owner: number,
  size: number,
  of?: readonly [ordering: number, firstAt: number],
): void {
  const { scenario, tally, counter, draws, now } = world;
  const lane = laneOf(world, size);
  tally.ordered++;
  if (!hasRoom(world, owner, lane)) {
    tally.refused++;
    noteFirst(world, 'refusal');
    counter.count('refusals', now);
    return;
  }
  changeActive(world, owner, lane, 1);
  counter.count('orders', now);
  const report: SimulatedReport = {
    owner,
    orderedAt: now,
    size,
    lane,
    workSeconds: sizeOf(world, size).draw(draws.work),
    status: 'QUEUED',
    attempt: 0,
    redrives: 0,
    dueAt: leaseEnd(now),
  };
  if (of) world.orderingOf.set(report, of);
  world.queue.push(report);
  world.due.note(report);
  if (draws.luck.next() >= scenario.lostShare) startGenerator(world, report);
}

function noteNextArrival({ scenario, draws, agenda, now }: World): void {
  const perSecond = scenario.reportsPerDay / DAY_SECONDS;
  if (perSecond === 0) return;
  const at = nextArrival(now, perSecond, scenario.profile, draws.arrivals);
  if (at < scenario.seconds) agenda.note(at, { kind: 'arrival' });
}

function drawSize({ scenario, draws }: World): number {
  let left = draws.people.next();
  return Math.max(
    0,
    scenario.sizes.findIndex(({ share }) => (left -= share) < 0),
  );
}

function hasRoom(world: World, owner: number, lane: number): boolean {
  const { scenario, active, activeInLane } = world;
  const { lanes, maxActiveReports } = scenario;
  const inLane = activeInLane[owner * lanes.length + lane] as number;
  return (
    (active[owner] as number) < maxActiveReports &&
    inLane < (lanes[lane]?.maxActiveReports ?? Infinity)
  );
}

function changeActive(world: World, owner: number, lane: number, change: number): void {
  const { active, activeInLane, scenario } = world;
  const place = owner * scenario.lanes.length + lane;
  active[owner] = (active[owner] as number) + change;
  activeInLane[place] = (activeInLane[place] as number) + change;
}

/** By the estimate, which knows the size and not the report. */
function laneOf(world: World, size: number): number {
  return world.lanes.indexFor(sizeOf(world, size).meanSeconds);
}

function sizeOf({ scenario }: World, size: number): ReportSize {
  return scenario.sizes[size] as ReportSize;
}
