import { createHash } from 'node:crypto';

const BYTES = 6;

/**
 * A number from 0 up to 1 that depends on its arguments only. Faults ask by seed, by their own text and by
 * the number of the occasion, so that what befalls the n-th occasion of a fault is the same in every run,
 * whatever other faults there are and however their occasions interleave.
 */
export function chance(seed: number, ...about: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...about]))
    .digest();
  return digest.readUIntBE(0, BYTES) / 2 ** (8 * BYTES);
}
