import { figure, type Figure, type Figures } from '../lib/suite.ts';
import type { IdleFigures, StallFigures } from './endurance.ts';
import type { FanOutFigures } from './fan-out-contest.ts';
import type { HttpFigures } from './http-contest.ts';
import type { IndexFigures } from './index-contest.ts';

/** Everything the suite has measured. */
export interface Measured {
  readonly http: readonly HttpFigures[];
  readonly burst: readonly FanOutFigures[];
  readonly selective: readonly FanOutFigures[];
  readonly index: readonly IndexFigures[];
  readonly idle: readonly IdleFigures[];
  readonly stall: StallFigures;
}

/** Medians, for programs; ratios are the medians of the rounds' own. */
export function figuresOf(measured: Measured): Figures {
  const { http, burst, selective, index, idle, stall } = measured;
  const fanOut = (what: string, each: FanOutFigures) => {
    const against = { peer: 'bare', ratio: each.timeToBare.median };
    return held(what, each.contender, each.seconds.median, 's', against);
  };
  return {
    n: http[0]?.rounds ?? 0,
    rows: [
      ...http.map(({ operation, contender, perSecond, ratioToMercurius }) => {
        const against = { peer: 'mercurius', ratio: ratioToMercurius.median };
        return held(operation, contender, perSecond.median, 'requests/s', against);
      }),
      ...burst.map((each) => fanOut('one subject to all', each)),
      ...selective.map((each) => fanOut('each its own', each)),
      ...index.map(({ others, cpuMicroseconds, cpuToNone }) => {
        const against = { peer: 'no others', ratio: cpuToNone.median };
        const name = `a delivery among ${others} others`;
        return figure(name, cpuMicroseconds.median, 'us of server CPU', against);
      }),
      ...idle.map(({ contender, kilobytesPerSocket }) => {
        const against = { peer: 'bare', value: idle[1]?.kilobytesPerSocket ?? NaN };
        return held('a socket that waits', contender, kilobytesPerSocket, 'KB', against);
      }),
      figure('a reader beside those who do not read', stall.seconds, 's', {
        peer: 'a reader alone',
        value: stall.secondsAlone,
      }),
    ],
    details: measured,
  };
}

/** Nobody is held against himself. */
function held(
  what: string,
  contender: string,
  value: number,
  unit: string,
  against: NonNullable<Parameters<typeof figure>[3]>,
): Figure {
  const isPeer = contender === against.peer;
  return figure(`${what}: ${contender}`, value, unit, isPeer ? undefined : against);
}
