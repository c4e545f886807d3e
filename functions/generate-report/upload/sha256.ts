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

/** OpenSSL's: four times as fast where the processor has instructions for it, but its state cannot be saved. */
export function createFastSha256(): Sha256 {
  const hash = createHash('sha256');
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest('hex'),
    save: () => null,
  };
}

/** WebAssembly's; continues from `saved`, and rejects when another build of hash-wasm saved it. */
export async function createSavableSha256(saved?: string): Promise<Sha256> {
  const hash = await createSHA256();
  hash.init();
  if (saved !== undefined) hash.load(Uint8Array.from(Buffer.from(saved, 'base64')));
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest('hex'),
    save: () => Buffer.from(hash.save()).toString('base64'),
  };
}
