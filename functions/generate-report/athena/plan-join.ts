// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html (every part but the last, and how many)
const LEAST_BYTES = 5 * 1024 ** 2;
const MOST_PIECES = 10_000;
/** S3 would take 5 GiB, but a copy that long outlives the client's patience with one request. */
const MOST_COPIED_BYTES = 512 * 1024 ** 2;

/** An object to be joined, of so many bytes. */
export interface JoinedPart {
  readonly key: string;
  readonly size: number;
}

/** Bytes `start` to `end` of an object, `end` not included. */
export interface Stretch {
  readonly part: JoinedPart;
  readonly start: number;
  readonly end: number;
}

/** One part of the new object: a stretch storage copies by itself, or bytes that pass through memory. */
export type Piece =
  | { readonly kind: 'copied'; readonly size: number; readonly from: Stretch }
  | {
      readonly kind: 'gathered';
      readonly size: number;
      /** Of the head, which begins the first piece or is not in this one. */
      readonly headBytes: number;
      readonly from: readonly Stretch[];
    };

/**
 * Cuts the head and the parts, in order, into the parts of one multipart upload. Only what storage cannot copy is
 * gathered: whatever would be a piece below 5 MiB. A gathered piece has less than 10 MiB beside the head.
 */
export function planJoin(headBytes: number, parts: readonly JoinedPart[]): Piece[] {
  const pieces: Piece[] = [];
  let head = headBytes;
  let from: Stretch[] = [];
  let gathered = headBytes;

  const flush = (): void => {
    pieces.push({ kind: 'gathered', size: gathered, headBytes: head, from });
    [head, from, gathered] = [0, [], 0];
  };
  const gather = (part: JoinedPart, start: number, end: number): void => {
    from.push({ part, start, end });
    gathered += end - start;
    if (gathered >= LEAST_BYTES) flush();
  };

  if (gathered >= LEAST_BYTES) flush();
  for (const part of parts.filter(({ size }) => size > 0)) {
    const missing = gathered > 0 ? LEAST_BYTES - gathered : 0;
    if (part.size - missing < LEAST_BYTES) {
      gather(part, 0, part.size);
      continue;
    }
    if (missing > 0) gather(part, 0, missing);
    pieces.push(...copyPieces(part, missing));
  }
  if (gathered > 0 || pieces.length === 0) flush();
  if (pieces.length > MOST_PIECES) {
    throw new Error(
      `${parts.length} objects would be joined by ${pieces.length} parts; S3 takes ${MOST_PIECES}. Have fewer and larger objects.`,
    );
  }
  return pieces;
}

/** The rest of a part in as few pieces as may be copied, all of about the same size. */
function copyPieces(part: JoinedPart, start: number): Piece[] {
  const bytes = part.size - start;
  const count = Math.ceil(bytes / MOST_COPIED_BYTES);
  const cut = (index: number): number => start + Math.floor((bytes * index) / count);
  return Array.from({ length: count }, (_, index) => {
    const from = { part, start: cut(index), end: cut(index + 1) };
    return { kind: 'copied', size: from.end - from.start, from };
  });
}
