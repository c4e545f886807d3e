import { util } from '@aws-appsync/utils';

/** Most reports take less; whoever asks again too early is told again. */
const RETRY_AFTER_SECONDS = 30;

/** Ends the request: the owner has as many reports, or large ones, under way as may be. */
export function refuseForLimit(limit: number, active: number, what = 'reports'): never {
  util.error(
    `You have ${active} ${what} under way, and ${limit} are allowed at once. Try again when one of them has finished, or cancel one.`,
    'LimitExceeded',
    null,
    { limit, active, retryAfterSeconds: RETRY_AFTER_SECONDS },
  );
}
