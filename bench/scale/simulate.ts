import { deliver, deliverWaiting, failAttempt, free } from './delivery.ts';
import { arrive, beginOrders, finish, orderAgain } from './orders.ts';
import type { Outcome } from './outcome.ts';
import { recover, runRecovery } from './recovery.ts';
import type { SimulatedReport } from './report.ts';
import { RULES } from './rules.ts';
import type { Scenario } from './scenario.ts';
import { createWorld, unfinished, type Happening, type World } from './world.ts';

const CLEAN_EVERY_SECONDS = 600;

/** Plays a scenario by its events. Orders come for `seconds`; it goes on until the last of them has ended. */
export function simulate(scenario: Scenario): Outcome {
  const world = createWorld(scenario);
  const { agenda, tally } = world;
  const { maxEvents, endAfterSeconds = Infinity } = scenario;
  beginOrders(world);
  agenda.note(RULES.recoveryEverySeconds, { kind: 'minute' });
  let isWhole = true;
  for (let next = agenda.take(); next; next = agenda.take()) {
    world.now = agenda.nowSeconds;
    isWhole = tally.events++ < maxEvents && world.now < endAfterSeconds;
    if (!isWhole) break;
    happen(world, next);
  }
  const { first, waits, waitsBySize, waitsOfOrderings, samples } = world;
  return {
    ...tally,
    unfinished: unfinished(world),
    stoppedAt: world.now,
    isWhole,
    filesWaiting: world.due.filesWaiting,
    waits,
    waitsBySize,
    waitsOfOrderings,
    samples,
    activity: world.counter.finish(),
    first,
  };
}

function happen(world: World, happening: Happening): void {
  switch (happening.kind) {
    case 'arrival':
      return arrive(world);
    case 'ordering':
      return orderAgain(world, happening);
    case 'delivery':
      return deliver(world, happening.event);
    case 'end':
      return end(world, happening.report, happening.succeeds);
    case 'free':
      return free(world, happening.lane);
    case 'poke':
      world.poked.delete(happening.lane);
      return deliverWaiting(world, happening.lane);
    case 'overdue':
      return recover(world, happening.report, happening.because);
    case 'minute':
      return passMinute(world);
  }
}

function end(world: World, report: SimulatedReport, succeeds: boolean): void {
  if (succeeds) {
    world.tally.succeeded++;
    world.counter.count('endings', world.now);
    finish(world, report);
  } else failAttempt(world, report);
  free(world, world.lanes.at(report.lane));
}

function passMinute(world: World): void {
  const { scenario, agenda, now } = world;
  runRecovery(world);
  sample(world);
  if (now <= scenario.seconds || unfinished(world) > 0) {
    agenda.note(now + RULES.recoveryEverySeconds, { kind: 'minute' });
  }
}

function sample(world: World): void {
  const { now, lanes, samples } = world;
  if (now >= world.cleanAt) {
    world.queue = world.queue.filter(({ status }) => status === 'QUEUED');
    world.cleanAt = now + CLEAN_EVERY_SECONDS;
  }
  const oldest = world.queue.find(({ status }) => status === 'QUEUED');
  const busy = lanes.busy();
  samples.push({
    atSeconds: now,
    busy,
    queued: unfinished(world) - busy,
    oldestSeconds: oldest ? now - oldest.orderedAt : 0,
  });
}
