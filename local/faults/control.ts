import type { IncomingMessage, ServerResponse } from 'node:http';
import { LocalError } from '../errors.ts';
import { bucketOfHost } from '../services/s3/request.ts';
import type { FaultControl } from './engine.ts';

/** No AWS service has it: a bucket's name cannot begin with an underscore. A host that names the bucket leaves it to S3. */
export const FAULTS_PATH = '/_faults';
const MAX_BODY_BYTES = 64 * 1024;

/** Whether a request is for the faults and not for AWS. */
export function isFaultsRequest({ url = '', headers }: IncomingMessage): boolean {
  if (url !== FAULTS_PATH && !url.startsWith(`${FAULTS_PATH}?`)) return false;
  return bucketOfHost(headers.host ?? '') === undefined;
}

/**
 * `GET /_faults` tells what is set and how often each struck; `POST` with a JSON list of specs, or with
 * `{ faults, seed }`, replaces them; `DELETE` ends them.
 */
export async function handleFaultsRequest(
  control: FaultControl,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    switch (request.method) {
      case 'GET':
        break;
      case 'DELETE':
        control.clear();
        break;
      case 'POST': {
        // Any web page may send other types without being asked whether it may.
        if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
          return send(response, 415, { message: 'The content type must be application/json.' });
        }
        const { faults, seed } = readSpecs(await readBody(request));
        control.set(faults, seed);
        break;
      }
      default:
        return send(response, 405, { message: `${FAULTS_PATH} takes GET, POST and DELETE.` });
    }
    send(response, 200, { seed: control.seed, faults: control.active() });
  } catch (error) {
    if (!(error instanceof LocalError)) throw error;
    send(response, 400, { message: error.message });
  }
}

function readSpecs(text: string): { faults: string[]; seed: number | undefined } {
  const wrong = new LocalError(
    'ERR_FAULT',
    'The body must be a JSON list of faults, or { "faults": [...], "seed": 1 }.',
  );
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw wrong;
  }
  const { faults, seed } = Array.isArray(body)
    ? { faults: body as unknown[], seed: undefined }
    : ((body ?? {}) as { faults?: unknown; seed?: unknown });
  const areTexts = Array.isArray(faults) && faults.every((each) => typeof each === 'string');
  if (!areTexts || (seed !== undefined && !Number.isSafeInteger(seed))) throw wrong;
  return { faults, seed: seed as number | undefined };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES)
      throw new LocalError('ERR_FAULT', 'The list of faults is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}
