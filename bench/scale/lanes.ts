import { createLane, type Lane, type Places } from './lane.ts';
import { ASSUMED } from './rules.ts';
import type { Scenario } from './scenario.ts';

/** The generator functions of a scenario and what one takes besides the work. */
export interface Lanes {
  readonly coldSeconds: number;
  readonly overheadSeconds: number;
  readonly duplicateSeconds: number;
  /** The first lane that takes reports estimated at so long. */
  indexFor(estimatedSeconds: number): number;
  at(index: number): Lane;
  /** Places taken, in all. */
  busy(): number;
}

type LanesOptions = Pick<
  Scenario,
  'lanes' | 'accountConcurrency' | 'environmentsPerSecond' | 'isBare'
>;

/** Makes the lanes: those that reserve have places of their own, the others share what the account has left. */
export function createLanes(options: LanesOptions): Lanes {
  const { lanes: choices, accountConcurrency, environmentsPerSecond, isBare = false } = options;
  const reserved = choices.reduce((sum, lane) => sum + (lane.reserved ?? 0), 0);
  const unreserved: Places = { size: accountConcurrency - reserved, taken: 0 };
  if (unreserved.size < 0) {
    throw new Error(
      `The lanes reserve ${reserved} places of an account that has ${accountConcurrency}.`,
    );
  }
  const lanes = choices.map(({ name, reserved: own }) =>
    createLane({
      name,
      places: own === undefined ? unreserved : { size: own, taken: 0 },
      environmentsPerSecond,
      idleSeconds: ASSUMED.idleSeconds,
    }),
  );
  return {
    coldSeconds: isBare ? 0 : ASSUMED.coldStartSeconds,
    overheadSeconds: isBare ? 0 : ASSUMED.overheadSeconds,
    duplicateSeconds: isBare ? 0 : ASSUMED.duplicateSeconds,
    indexFor(estimatedSeconds) {
      const index = choices.findIndex(({ upToSeconds }) => estimatedSeconds <= upToSeconds);
      if (index === -1) throw new Error(`No lane takes reports of ${estimatedSeconds} s.`);
      return index;
    },
    at(index) {
      const lane = lanes[index];
      if (!lane) throw new Error(`There is no lane ${index}.`);
      return lane;
    },
    busy: () => lanes.reduce((sum, lane) => sum + lane.busy, 0),
  };
}
