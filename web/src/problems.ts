import {
  isDownloadFailed,
  isFailed,
  isLimitExceeded,
  isNotFound,
  isRefused,
  isSignedOut,
  isUnavailable,
} from '../../client/index.ts';
import { fieldAt, type FieldProblems } from './order/inputs.ts';

/** Refusals whose message is written for people; the messages of others are about the machinery. */
const TOLD_BY_THE_API: ReadonlySet<string> = new Set([
  'BadRequest',
  'IdempotentParameterMismatch',
  'NotFound',
  'AlreadyFinished',
  'NotFinished',
]);

/** The API's refusal as a problem of a field of the form; undefined when it is not about one. */
export function fieldProblemsOf(thrown: unknown): FieldProblems | undefined {
  if (!isRefused(thrown) || thrown.field === undefined) return undefined;
  const at = fieldAt(thrown.field);
  return at === undefined ? undefined : { [at]: refusalInWords(thrown.message, thrown.field) };
}

/** What went wrong and what to do, in words for people. */
export function problemInWords(thrown: unknown): string {
  if (isSignedOut(thrown)) return 'Your session has ended. Sign in again.';
  if (isUnavailable(thrown)) return 'The service could not be reached. Try again.';
  if (isNotFound(thrown)) return 'This report is no longer there.';
  if (isDownloadFailed(thrown)) return 'The file could not be fetched. Try again.';
  if (isFailed(thrown)) return thrown.message;
  if (isLimitExceeded(thrown)) {
    const { active, retryAfterSeconds } = thrown;
    return `You have ${active} reports under way, as many as may be at once. Stop one, or try again in ${retryAfterSeconds} seconds.`;
  }
  if (isRefused(thrown)) {
    return TOLD_BY_THE_API.has(thrown.errorType)
      ? refusalInWords(thrown.message, thrown.field)
      : 'The service could not answer. Try again later.';
  }
  return 'This page could not go on. Reload it and try again.';
}

/** Why the list is not up to date. It is read again without anybody's doing. */
export function listProblemInWords(thrown: unknown): string {
  if (!isUnavailable(thrown)) return problemInWords(thrown);
  return 'The service cannot be reached. It is tried again every few seconds.';
}

/** The API names the field in front of its message; beside the field that would be said twice. */
function refusalInWords(message: string, field: string | undefined): string {
  const prefix = `${field ?? ''}: `;
  const words = field && message.startsWith(prefix) ? message.slice(prefix.length) : message;
  const sentence = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
