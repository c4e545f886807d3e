/** One bucket on disk: an index of objects in memory, each with a JSON file beside the blobs it names. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createBlobStore, type Blob, type BlobStore } from './blobs.ts';
import type { Checksum } from './checksums.ts';
import { listJson, listNames, readJson, writeJson } from './files.ts';
import { createUploads, type Uploads } from './uploads.ts';

/** Everything known of an object but its bytes. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly lastModifiedMs: number;
  /** Headers to give back as they came: content-type, content-disposition and so on, as byte strings. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata by its name without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum: Checksum;
  /** The bytes, in order; one blob per part of a multipart upload. */
  readonly blobs: readonly Blob[];
  /** The multipart upload that made it. */
  readonly uploadId?: string;
}

export interface Bucket {
  readonly name: string;
  readonly createdAtMs: number;
  readonly blobs: BlobStore;
  readonly uploads: Uploads;
  get(key: string): StoredObject | undefined;
  /** Keys in the order of their UTF-8 bytes. */
  keys(): readonly string[];
  /** Makes an object visible in place of the one before. */
  put(object: StoredObject): void;
  /** Removes an object; nothing happens when there is none. */
  remove(key: string): void;
}

/** Opens a bucket's directory, or makes it; sweeps what a killed process left unfinished. */
export function openBucket(root: string, name: string, nowMs: number): Bucket {
  const directory = join(root, name);
  const objectsDirectory = join(directory, 'objects');
  const createdAtMs = readCreation(directory) ?? nowMs;
  writeJson(join(directory, 'bucket.json'), { name, createdAtMs });
  const blobs = createBlobStore(join(directory, 'blobs'));
  const objects = readObjects(objectsDirectory);
  const uploads = createUploads(join(directory, 'uploads'), blobs);
  let sortedKeys: readonly string[] | undefined;

  // A process killed between publishing an object and forgetting its upload leaves both.
  for (const { key, uploadId } of objects.values()) {
    if (uploadId !== undefined) uploads.forget(uploadId, key);
  }
  const known = [...objects.values()].flatMap((object) => object.blobs).concat(uploads.blobs());
  blobs.sweep(new Set(known.map((blob) => blob.id)));

  return {
    name,
    createdAtMs,
    blobs,
    uploads,
    get: (key) => objects.get(key),
    keys: () => (sortedKeys ??= sortByBytes([...objects.keys()])),
    put(object) {
      const before = objects.get(object.key);
      writeJson(metadataPath(objectsDirectory, object.key), object);
      objects.set(object.key, object);
      if (before) blobs.remove(before.blobs);
      else sortedKeys = undefined;
    },
    remove(key) {
      const before = objects.get(key);
      if (!before) return;
      rmSync(metadataPath(objectsDirectory, key), { force: true });
      objects.delete(key);
      sortedKeys = undefined;
      blobs.remove(before.blobs);
    },
  };
}

function readCreation(directory: string): number | undefined {
  const stored = readJson(join(directory, 'bucket.json')) as { createdAtMs?: number } | undefined;
  return stored?.createdAtMs;
}

function readObjects(directory: string): Map<string, StoredObject> {
  const objects = new Map<string, StoredObject>();
  for (const fan of listNames(directory)) {
    for (const name of listJson(join(directory, fan))) {
      const object = readJson(join(directory, fan, name)) as StoredObject | undefined;
      if (object) objects.set(object.key, object);
    }
  }
  return objects;
}

// A key may hold anything, so its file is named by its hash; two letters fan the directories out.
function metadataPath(directory: string, key: string): string {
  const hash = createHash('sha256').update(key).digest('hex');
  return join(directory, hash.slice(0, 2), `${hash}.json`);
}

// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html (UTF-8 binary order)
function sortByBytes(keys: readonly string[]): string[] {
  return keys
    .map((key) => ({ key, bytes: Buffer.from(key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ key }) => key);
}
