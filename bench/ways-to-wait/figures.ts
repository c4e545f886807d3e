import { percentile } from '../lib/table.ts';
import { figure, type Figure, type Figures } from '../lib/suite.ts';
import type { WayFigures } from './index.ts';
import type { Plan } from './plan.ts';

/** What the others are held against. */
const PEER = 'polling each 2 s';

/** The main figures, for programs; all of them are in `details`. */
export function figuresOf(figures: readonly WayFigures[], plan: Plan): Figures {
  const last = plan.singlesMs.length - 1;
  const seconds = (plan.singlesMs[last] ?? 0) / 1000;
  const polling = figures.find(({ way }) => way.title === PEER);
  const rowsOf = (
    what: string,
    unit: string,
    valueOf: (each: WayFigures) => number | undefined,
    titleOf: (way: WayFigures['way']) => string = ({ title }) => title,
  ): Figure[] => {
    const peer = { peer: PEER, value: (polling && valueOf(polling)) ?? NaN };
    return figures.map((each) => {
      const against = each === polling ? undefined : peer;
      return figure(`${what}: ${titleOf(each.way)}`, valueOf(each) ?? NaN, unit, against);
    });
  };
  return {
    n: plan.shorts,
    rows: [
      ...rowsOf(
        `requests for ${seconds} s`,
        'requests',
        ({ one }) => one.singles[last]?.traffic.requests,
      ),
      ...rowsOf('from ready to known, median', 'ms', ({ one }) =>
        percentile(one.shortsToldAfterMs, 50),
      ),
      ...rowsOf('from ready to known, p99', 'ms', ({ one }) =>
        percentile(one.shortsToldAfterMs, 99),
      ),
      ...rowsOf('after a cut', 'ms', ({ one: { dropped } }) =>
        dropped.isVoid ? undefined : dropped.recoveredAfterMs,
      ),
      ...rowsOf(
        `a crowd of ${plan.crowd.clients}`,
        'ms of server CPU',
        ({ many }) => many?.cpuMs,
        // Raw sockets, no client of anybody's.
        ({ isAppSync, title }) => (isAppSync ? 'AppSync' : title),
      ).filter(({ value }) => value !== null),
    ],
    details: figures.map(({ way: { title }, ...rest }) => ({ way: title, ...rest })),
  };
}
