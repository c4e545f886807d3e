/**
 * The partition of the rows that say which reports of an owner are under way, one row an owner with the ids as a set:
 * taking and giving back are each one conditional write, and doing either twice changes nothing. What a broken request
 * leaves in a set is put right when the set seems full.
 */
export const SLOTS_OWNER = '#slots';

/** An owner's row. */
export interface Slots {
  active?: string[];
  /** Grows with every change. */
  revision: number;
}
