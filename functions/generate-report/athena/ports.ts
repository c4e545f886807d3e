import type { AthenaQueries } from './queries.ts';
import type { QueryFile, QueryFiles } from './query-files.ts';

/** Athena and what its queries leave in storage, as the generator uses them. */
export interface AthenaAdapters {
  readonly queries: AthenaQueries;
  readonly files: QueryFiles;
  /** Of more rows than this, a plain CSV file is joined in storage. */
  readonly joinAboveRows: number;
  /** Makes one object of a head and of other objects, which are copied inside storage. */
  readonly join: (options: JoinOptions) => Promise<JoinedObject>;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

export interface JoinOptions {
  readonly key: string;
  readonly contentType: string;
  readonly head: Buffer;
  readonly parts: readonly QueryFile[];
  readonly signal: AbortSignal;
  readonly onProgress: (bytesWritten: number) => void;
}

export interface JoinedObject {
  readonly byteSize: number;
  /** Storage's own checksum of the whole object, base64. */
  readonly crc64nvme: string;
}
