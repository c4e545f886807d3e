import type { AppSyncError, AuthRefusal } from '../types.ts';
import { isRecord, readAuthorization } from './authorization.ts';

/** A frame from a client, as far as the protocol understands it. */
export type ClientFrame =
  | { readonly type: 'connection_init' }
  | StartFrame
  | { readonly type: 'stop'; readonly id: string }
  /** JSON that is no frame of this protocol, or lacks what its type needs. */
  | { readonly type: 'unsupported' }
  | { readonly type: 'malformed' };

export interface StartFrame {
  readonly type: 'start';
  readonly id: string;
  /** Exactly as sent: IAM signatures cover this text. */
  readonly payloadText: string;
  readonly authorization: Readonly<Record<string, string>>;
}

/** Reads one text frame; never throws. */
export function readClientFrame(text: string): ClientFrame {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return { type: 'malformed' };
  }
  if (!isRecord(frame)) return { type: 'unsupported' };
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html
  if (frame['type'] === 'connection_init') return { type: 'connection_init' };
  const { id, payload } = frame;
  // assumed: an id that is no text makes the frame as unknown as a missing payload.data does
  if (typeof id !== 'string') return { type: 'unsupported' };
  if (frame['type'] === 'stop') return { type: 'stop', id };
  if (frame['type'] === 'start') return readStart(id, payload);
  return { type: 'unsupported' };
}

function readStart(id: string, payload: unknown): ClientFrame {
  // observed: graphql-ws#602: without `payload.data` as a JSON text the service calls the frame unknown
  if (!isRecord(payload) || typeof payload['data'] !== 'string') return { type: 'unsupported' };
  const extensions = isRecord(payload['extensions']) ? payload['extensions'] : {};
  return {
    type: 'start',
    id,
    payloadText: payload['data'],
    authorization: readAuthorization(extensions['authorization']),
  };
}

// observed: sashee/appsync-start_ack, raw trace of December 2025
export const KEEP_ALIVE_FRAME = '{"type":"ka"}';

// observed: aws-appsync-community#195 (no errorType here)
export const NO_PROTOCOL_FRAME =
  '{"payload":{"errors":[{"message":"NoProtocolError","errorCode":400}]},"type":"connection_error"}';

// observed: graphql-ws#602 (no id, whatever the frame's own)
export const UNSUPPORTED_FRAME =
  '{"type":"error","payload":{"errors":[{"errorType":"UnsupportedOperation",' +
  '"message":"unknown not supported through the realtime channel"}]}}';

// assumed: the type is of the class clients have reported, the words are ours
export const MALFORMED_FRAME =
  '{"type":"error","payload":{"errors":[{"errorType":"BadRequestException",' +
  '"message":"Unable to parse the message as JSON."}]}}';

/** Accepts a connection. */
export function connectionAckFrame(connectionTimeoutMs: number): string {
  // observed: sashee/appsync-start_ack, raw trace of December 2025
  return JSON.stringify({ type: 'connection_ack', payload: { connectionTimeoutMs } });
}

/** Refuses a connection; the socket is closed after it. */
export function connectionErrorFrame(refusal: ConnectionRefusal): string {
  const { errorType, message, status: errorCode } = refusal;
  // observed: amplify-flutter#2763, key for key
  return JSON.stringify({
    payload: { errors: [{ errorType, message, errorCode }] },
    type: 'connection_error',
  });
}

/** Why a connection is refused: the authenticator's answer, or our own failure to get one. */
export type ConnectionRefusal =
  AuthRefusal | { readonly errorType: string; readonly message: string; readonly status: 500 };

/** Says that a subscription is registered. */
export function startAckFrame(id: string): string {
  return `{"id":${JSON.stringify(id)},"type":"start_ack"}`;
}

/** Says that a subscription has ended. */
export function completeFrame(id: string): string {
  return `{"id":${JSON.stringify(id)},"type":"complete"}`;
}

/** Refuses one subscription; the connection lives on. */
export function errorFrame(id: string, errors: readonly AppSyncError[]): string {
  return `{"id":${JSON.stringify(id)},"type":"error","payload":${JSON.stringify({ errors })}}`;
}

/** Everything of a subscription's data frames but the payload and the last brace. */
export function dataFramePrefix(id: string): Buffer {
  return Buffer.from(`{"id":${JSON.stringify(id)},"type":"data","payload":`);
}
