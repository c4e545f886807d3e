/** A part that storage has taken. */
export interface UploadedPart {
  readonly etag: string;
  /** Base64, as storage states it; absent when it states none. */
  readonly crc32?: string;
}

/** One multipart upload, as storage offers it. */
export interface MultipartUpload {
  /** Names the upload to another process. */
  readonly uploadId: string;
  /**
   * Part numbers count from 1; `body` must not change before this settles. Sending a number again replaces the part.
   * A CRC32 that is known already, as base64, is not computed again.
   */
  uploadPart(
    partNumber: number,
    body: Uint8Array,
    signal: AbortSignal,
    crc32?: string,
  ): Promise<UploadedPart>;
  /** Makes the object of all parts, in order, which must be `byteSize` bytes. There is none when this rejects. */
  complete(parts: readonly UploadedPart[], byteSize: number): Promise<void>;
  abort(): Promise<void>;
}
