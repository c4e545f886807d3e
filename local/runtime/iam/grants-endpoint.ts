import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccessJournal } from '../../services/aws/iam/journal.ts';
import { bucketOfHost } from '../../services/s3/request.ts';

/** No AWS service has it: a bucket's name cannot begin with an underscore. A host that names the bucket leaves it to S3. */
export const GRANTS_PATH = '/_grants';

/** Whether a request is for the journal and not for AWS. */
export function isGrantsRequest({ url = '', headers }: IncomingMessage): boolean {
  if (url !== GRANTS_PATH && !url.startsWith(`${GRANTS_PATH}?`)) return false;
  return bucketOfHost(headers.host ?? '') === undefined;
}

/** `GET /_grants` tells which calls were made and what allowed or refused each; `DELETE` begins anew. */
export function handleGrantsRequest(
  journal: AccessJournal,
  { method }: IncomingMessage,
  response: ServerResponse,
): void {
  if (method === 'DELETE') journal.clear();
  const isKnown = method === 'GET' || method === 'DELETE';
  const body = isKnown
    ? { calls: journal.records() }
    : { message: `${GRANTS_PATH} takes GET and DELETE.` };
  response.writeHead(isKnown ? 200 : 405, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}
