import { DAY_SECONDS } from './arrivals.ts';
import { startGenerator } from './delivery.ts';
import { finish } from './orders.ts';
import type { SimulatedReport } from './report.ts';
import { ASSUMED, RULES } from './rules.ts';
import { noteFirst, type Cause, type World } from './world.ts';

/** reportOverdue: back to QUEUED and started again, or FAILED. */
export function recover(world: World, report: SimulatedReport, because: Cause): void {
  const { counter, tally, now } = world;
  counter.count('recoveries', now);
  const isQueued = report.status === 'QUEUED';
  // Somebody answers for it meanwhile: NotOverdue.
  if (!isQueued && because !== 'failed attempt') return;
  const { maxRedrives, maxAttempts, redriveLeases, leaseSeconds } = RULES;
  if (isQueued ? report.redrives >= maxRedrives : report.attempt >= maxAttempts) {
    tally.failed++;
    noteFirst(world, 'failure');
    return finish(world, report);
  }
  report.status = 'QUEUED';
  report.redrives = isQueued ? report.redrives + 1 : 1;
  report.dueAt = now + (redriveLeases[report.redrives - 1] ?? 16) * leaseSeconds;
  world.due.note(report);
  tally.startedAgain++;
  startGenerator(world, report);
}

/** The run of each minute: what is due, the longest first, one after the other by eights. */
export function runRecovery(world: World): void {
  const { scenario, due, agenda, counter, now } = world;
  noteExpiredFiles(world);
  const { reports, files } = due.take(now);
  if (reports.length + files >= scenario.recoveredAtMost - 1) noteFirst(world, 'recoveryFull');
  counter.count('expiries', now, files);
  const eachSeconds = ASSUMED.recoverySeconds / RULES.recoveredAtOnce;
  reports.forEach((report, place) => {
    agenda.note(now + (place + 1) * eachSeconds, { kind: 'overdue', report, because: 'due' });
  });
}

/** A week is seven such days: as many files expire in a minute as were ordered in that minute. */
function noteExpiredFiles({ scenario, due, now }: World): void {
  if (!scenario.hasPast || now > scenario.seconds) return;
  const every = RULES.recoveryEverySeconds;
  const perSecond = scenario.reportsPerDay / DAY_SECONDS;
  due.noteFiles(now - every, perSecond * every * scenario.profile.factor(now - every / 2));
}
