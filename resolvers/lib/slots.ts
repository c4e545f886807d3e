/**
 * The partition of the rows that say which reports of an owner are under way, one row an owner with the ids as a set:
 * taking and giving back are each one conditional write, and doing either twice changes nothing. What a broken request
 * leaves in a set is put right when the set seems full.
 */
export const SLOTS_OWNER = '#slots';

/** An owner's row. */
export interface Slots {
  active?: string[];
  /** Those of them that are of the lane for large reports. */
  activeLarge?: string[];
  /** Grows with every change. */
  revision: number;
  /** Epoch seconds of the last taking: a younger slot may be of a request whose report is not stored yet. */
  takenAt?: number;
}

/**
 * After this a request is over, and a slot without a report is one that nobody will use.
 * documented: https://docs.aws.amazon.com/general/latest/gr/appsync.html (a request takes 30 seconds at most)
 */
export const REQUEST_SECONDS = 31;
