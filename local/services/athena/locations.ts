/** A place in S3. */
export interface Location {
  readonly bucket: string;
  /** Without a slash at its start; empty for the whole bucket. */
  readonly path: string;
}

/** Reads `s3://bucket/path`; undefined for anything else. */
export function parseLocation(text: string): Location | undefined {
  const [, bucket, path = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(text) ?? [];
  return bucket === undefined ? undefined : { bucket, path };
}

/** A location as a folder: its path ends with a slash, unless it is the whole bucket. */
export function asFolder({ bucket, path }: Location): Location {
  return { bucket, path: path === '' || path.endsWith('/') ? path : `${path}/` };
}

export function formatLocation({ bucket, path }: Location): string {
  return `s3://${bucket}/${path}`;
}
