import { createHash } from 'node:crypto';
import { createSHA256 } from 'hash-wasm';

/** A SHA-256 of bytes as they come. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal. */
  digest(): string;
  /** The state as text that another process can load; null when it cannot be had. */
  save(): string | null;
}

/** Which hash: one whose state can be saved, perhaps going on from such a state, or a fast one. */
export interface HashChoice {
  readonly isSavable: boolean;
  readonly saved?: string | undefined;
}

/** The hash that was chosen; rejects when another build of hash-wasm saved the state. */
export async function createSha256({ isSavable, saved }: HashChoice): Promise<Sha256> {
  return isSavable ? createSavableSha256(saved) : createFastSha256();
}

/** OpenSSL's: four times as fast where the processor has instructions for it, but its state cannot be saved. */
function createFastSha256(): Sha256 {
  const hash = createHash('sha256');
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest('hex'),
    save: () => null,
  };
}

/** WebAssembly's; continues from `saved`. */
async function createSavableSha256(saved?: string): Promise<Sha256> {
  const hash = await createSHA256();
  hash.init();
  if (saved !== undefined) hash.load(Uint8Array.from(Buffer.from(saved, 'base64')));
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest('hex'),
    save: () => Buffer.from(hash.save()).toString('base64'),
  };
}
