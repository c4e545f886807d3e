/** Which operation a request asks for. */
import type { BucketCall, Call, ObjectCall } from './call.ts';
import { invalidArgument, notImplemented, s3Error } from './errors.ts';
import { getBucketLocation, headBucket, listBuckets, listObjects } from './list-objects.ts';
import { copyObject } from './copy-object.ts';
import { completeMultipartUpload } from './complete-multipart.ts';
import { listMultipartUploads, listParts } from './list-uploads.ts';
import { abortMultipartUpload, createMultipartUpload, uploadPart } from './multipart.ts';
import { readObject } from './read-object.ts';
import type { S3Request } from './request.ts';
import { uploadPartCopy } from './upload-part-copy.ts';
import { deleteObject, deleteObjects, putObject } from './write-object.ts';

/** An operation and the name it has in S3's API and in the log. */
export type Operation =
  | { readonly name: string; readonly level: 'service'; run(call: Call): Promise<void> | void }
  | { readonly name: string; readonly level: 'bucket'; run(call: BucketCall): Promise<void> | void }
  | {
      readonly name: string;
      readonly level: 'object';
      run(call: ObjectCall): Promise<void> | void;
    };

// documented: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html (query names of operations not here)
const unsupportedQueries = new Set(
  `accelerate acl analytics attributes cors encryption intelligent-tiering inventory legal-hold lifecycle
   logging metadataConfiguration metadataTable metrics notification object-lock ownershipControls policy
   policyStatus publicAccessBlock renameObject replication requestPayment restore retention select select-type
   session tagging torrent versioning versionId versions website`.split(/\s+/),
);

/** The operation, or `NotImplemented` or `MethodNotAllowed`. */
export function findOperation(request: S3Request): Operation {
  for (const name of request.query.keys()) {
    if (unsupportedQueries.has(name)) throw notImplemented(name);
  }
  const operation =
    request.bucket === undefined
      ? serviceOperation(request)
      : request.key === undefined
        ? bucketOperation(request)
        : objectOperation(request);
  if (operation) return operation;
  const ResourceType =
    request.bucket === undefined ? 'SERVICE' : request.key === undefined ? 'BUCKET' : 'OBJECT';
  throw s3Error('MethodNotAllowed', { Method: request.method, ResourceType });
}

function serviceOperation({ method }: S3Request): Operation | undefined {
  if (method !== 'GET') return undefined;
  return { name: 'ListBuckets', level: 'service', run: listBuckets };
}

function bucketOperation({ method, query }: S3Request): Operation | undefined {
  switch (method) {
    case 'GET':
      if (query.has('uploads')) {
        return { name: 'ListMultipartUploads', level: 'bucket', run: listMultipartUploads };
      }
      if (query.has('location')) {
        return { name: 'GetBucketLocation', level: 'bucket', run: getBucketLocation };
      }
      return { name: 'ListObjects', level: 'bucket', run: listObjects };
    case 'HEAD':
      return { name: 'HeadBucket', level: 'bucket', run: headBucket };
    case 'POST':
      if (query.has('delete'))
        return { name: 'DeleteObjects', level: 'bucket', run: deleteObjects };
      throw notImplemented('PostObject');
    case 'PUT':
      throw notImplemented('CreateBucket');
    case 'DELETE':
      throw notImplemented('DeleteBucket');
    default:
      return undefined;
  }
}

function objectOperation({ method, query, headers }: S3Request): Operation | undefined {
  const isUpload = query.has('uploadId');
  switch (method) {
    case 'GET':
      if (isUpload) return { name: 'ListParts', level: 'object', run: listParts };
      return { name: 'GetObject', level: 'object', run: readObject };
    case 'HEAD':
      return { name: 'HeadObject', level: 'object', run: readObject };
    case 'PUT':
      if (headers.has('x-amz-copy-source')) {
        if (isUpload) return { name: 'UploadPartCopy', level: 'object', run: uploadPartCopy };
        return { name: 'CopyObject', level: 'object', run: copyObject };
      }
      if (isUpload) return { name: 'UploadPart', level: 'object', run: uploadPart };
      if (query.has('partNumber')) {
        const value = query.get('partNumber') ?? '';
        const message = 'This operation does not accept partNumber without uploadId';
        throw invalidArgument(message, 'partNumber', value);
      }
      return { name: 'PutObject', level: 'object', run: putObject };
    case 'POST':
      if (query.has('uploads')) {
        return { name: 'CreateMultipartUpload', level: 'object', run: createMultipartUpload };
      }
      if (!isUpload) return undefined;
      return { name: 'CompleteMultipartUpload', level: 'object', run: completeMultipartUpload };
    case 'DELETE':
      if (!isUpload) return { name: 'DeleteObject', level: 'object', run: deleteObject };
      return { name: 'AbortMultipartUpload', level: 'object', run: abortMultipartUpload };
    default:
      return undefined;
  }
}
