/** Multipart uploads in progress: a directory each, with a JSON file per part. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Blob, BlobStore } from './blobs.ts';
import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums.ts';
import { listJson, listNames, readJson, writeJson } from './files.ts';

/** A part that arrived whole. */
export interface StoredPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly blob: Blob;
  /** Of the upload's algorithm. */
  readonly checksum: Checksum;
}

/** What was said when the upload began. */
export interface UploadStart {
  readonly key: string;
  readonly initiatedAtMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly algorithm: ChecksumAlgorithm;
  readonly checksumType: ChecksumType;
  /** False when the caller chose no algorithm and S3's default applies. */
  readonly algorithmChosen: boolean;
}

export interface Upload extends UploadStart {
  readonly uploadId: string;
  readonly parts: ReadonlyMap<number, StoredPart>;
}

export interface Uploads {
  /** Begins an upload and gives it its id. */
  begin(start: UploadStart): Upload;
  /** An upload of this id for this key. */
  find(uploadId: string, key: string): Upload | undefined;
  /** Stores a part in place of the one before; false when the upload is gone. */
  putPart(uploadId: string, part: StoredPart): boolean;
  /** Forgets an upload without touching its parts' bytes. */
  forget(uploadId: string, key: string): void;
  /** Forgets an upload and removes its parts. */
  abort(upload: Upload): void;
  /** By key, then by start. */
  list(): readonly Upload[];
  /** Every blob a part names. */
  blobs(): readonly Blob[];
}

interface OpenUpload extends Upload {
  readonly parts: Map<number, StoredPart>;
}

/** Uploads below `directory`, with those an earlier process left. */
export function createUploads(directory: string, blobs: BlobStore): Uploads {
  const uploads = readUploads(directory);

  const uploadsOf = (): OpenUpload[] => [...uploads.values()];
  const find = (uploadId: string, key: string): OpenUpload | undefined => {
    const upload = uploads.get(uploadId);
    return upload?.key === key ? upload : undefined;
  };
  const forget = (uploadId: string, key: string): void => {
    if (!find(uploadId, key)) return;
    uploads.delete(uploadId);
    rmSync(join(directory, uploadId), { recursive: true, force: true });
  };

  return {
    find,
    forget,
    begin(start) {
      const uploadId = randomBytes(32).toString('hex');
      const upload: OpenUpload = { ...start, uploadId, parts: new Map() };
      writeJson(join(directory, uploadId, 'upload.json'), { ...start, uploadId });
      uploads.set(uploadId, upload);
      return upload;
    },
    putPart(uploadId, part) {
      const upload = uploads.get(uploadId);
      if (!upload) return false;
      const before = upload.parts.get(part.partNumber);
      writeJson(join(directory, uploadId, `part-${part.partNumber}.json`), part);
      upload.parts.set(part.partNumber, part);
      if (before) blobs.remove([before.blob]);
      return true;
    },
    abort(upload) {
      forget(upload.uploadId, upload.key);
      blobs.remove([...upload.parts.values()].map((part) => part.blob));
    },
    list: () =>
      uploadsOf().sort(
        (a, b) =>
          Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) ||
          a.initiatedAtMs - b.initiatedAtMs,
      ),
    blobs: () => uploadsOf().flatMap(({ parts }) => [...parts.values()].map((part) => part.blob)),
  };
}

function readUploads(directory: string): Map<string, OpenUpload> {
  const uploads = new Map<string, OpenUpload>();
  for (const uploadId of listNames(directory)) {
    const start = readJson(join(directory, uploadId, 'upload.json')) as Upload | undefined;
    if (!start) continue;
    const parts = new Map<number, StoredPart>();
    for (const name of listJson(join(directory, uploadId))) {
      if (!name.startsWith('part-')) continue;
      const part = readJson(join(directory, uploadId, name)) as StoredPart | undefined;
      if (part) parts.set(part.partNumber, part);
    }
    uploads.set(uploadId, { ...start, parts });
  }
  return uploads;
}
