/** Node's SHA-256 in the shape `@smithy/signature-v4` wants its hash; for tests that sign requests. */
import { createHash, createHmac } from 'node:crypto';

export class NodeSha256 {
  readonly #hash;
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    const secret = key as string | NodeJS.ArrayBufferView | undefined;
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(bytes: string | Uint8Array): void {
    this.#hash.update(bytes);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {}
}
