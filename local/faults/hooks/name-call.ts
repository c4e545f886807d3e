import type { IncomingMessage } from 'node:http';
import type { AwsServices } from '../../gateway.ts';

/** What a call over HTTP asks for: `<operation> <what>`, as `match` sees it. */
export function nameCall(service: keyof AwsServices, request: IncomingMessage): string {
  // Joined and not resolved: a path may begin with two slashes.
  const { pathname, searchParams } = new URL(`http://aws${request.url ?? '/'}`);
  switch (service) {
    case 'dynamodb':
    case 'cognito':
    case 'eventbridge':
    case 'athena':
    case 'glue':
      return (
        String(request.headers['x-amz-target'] ?? '')
          .split('.')
          .at(-1) ?? ''
      );
    case 'lambda': {
      const [, name = ''] = /\/functions\/([^/]+)/.exec(pathname) ?? [];
      const isInvoke = pathname.endsWith('/invocations');
      return `${isInvoke ? 'Invoke' : request.method} ${decoded(name)}`;
    }
    case 's3':
      return `${s3Operation(request.method ?? 'GET', pathname, searchParams)} ${decoded(pathname.slice(1))}`;
  }
}

/** Percent-decoded where that is possible; the service itself refuses what is not. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function s3Operation(method: string, pathname: string, query: URLSearchParams): string {
  const isBucket = /^\/[^/]*\/?$/.test(pathname);
  const isOfUpload = query.has('uploadId');
  switch (method) {
    case 'PUT':
      if (isBucket) return 'CreateBucket';
      return isOfUpload ? 'UploadPart' : 'PutObject';
    case 'POST':
      if (query.has('delete')) return 'DeleteObjects';
      return isOfUpload ? 'CompleteMultipartUpload' : 'CreateMultipartUpload';
    case 'DELETE':
      return isOfUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'HEAD':
      return isBucket ? 'HeadBucket' : 'HeadObject';
    default:
      if (!isBucket) return isOfUpload ? 'ListParts' : 'GetObject';
      return query.has('uploads') ? 'ListMultipartUploads' : 'ListObjectsV2';
  }
}
