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
  /** Part numbers count from 1; `body` must not change before this settles. Sending a number again replaces the part. */
  uploadPart(partNumber: number, body: Uint8Array, signal: AbortSignal): Promise<UploadedPart>;
  /** Makes the object of all parts, in order. */
  complete(parts: readonly UploadedPart[]): Promise<void>;
  abort(): Promise<void>;
}
