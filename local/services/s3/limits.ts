/** S3's own limits, in bytes unless the name says otherwise. */

// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
export const minPartBytes = 5 * 1024 ** 2;
// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
export const maxPartBytes = 5 * 1024 ** 3;
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
export const maxPutBytes = 5 * 1024 ** 3;
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html (one copy, of an object or to a part)
export const maxCopySourceBytes = 5 * 1024 ** 3;
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html (ranges only of objects above 5 MB)
export const minRangeSourceBytes = 5 * 1024 ** 2;
// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
export const maxPartNumber = 10_000;
// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
export const maxKeyBytes = 1024;
// documented: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
export const maxUserMetadataBytes = 2048;
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
export const maxListedKeys = 1000;
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
export const maxDeletedKeys = 1000;
// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
export const minChunkBytes = 8192;
// assumed: room for 10,000 parts with their checksums; S3 states no figure for its XML bodies
export const maxXmlBytes = 8 * 1024 ** 2;
// assumed: S3 states that idle connections end, not when; SDKs see it after about 20 s
export const idleTimeoutMs = 20_000;
