const MIB = 1024 * 1024;
const USUAL_PART_BYTES = 8 * MIB;
/** Parts an upload can have. */
// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
export const MAX_PARTS = 10_000;
/** What an estimate is divided by: it may be a tenth too low. */
const PARTS_OF_AN_ESTIMATE = 9_000;

/** Bytes per part of a file of about `estimatedBytes` (null: not known): well above the 5 MiB that S3 asks for. */
export function choosePartBytes(estimatedBytes: number | null): number {
  return Math.max(USUAL_PART_BYTES, Math.ceil((estimatedBytes ?? 0) / PARTS_OF_AN_ESTIMATE));
}
