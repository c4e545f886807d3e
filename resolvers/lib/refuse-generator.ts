import { util } from '@aws-appsync/utils';
import { isConditionFailure, serviceFailed } from './refuse.ts';
import { FINAL_STATUSES, type StoredReport } from './stored-report.ts';

/** Ends a generator's mutation whose condition did not hold, saying why: `current` is the row as it is. */
export function refuseGenerator(
  error: { message: string; type: string },
  current: StoredReport | null,
  otherwise: 'AlreadyClaimed' | 'StaleAttempt',
): never {
  if (!isConditionFailure(error)) {
    serviceFailed('The report could not be updated; try again.');
  }
  if (!current) util.error('There is no such report.', 'NotFound');
  if (FINAL_STATUSES.indexOf(current.status) >= 0) {
    util.error(`The report is already ${current.status}.`, 'AlreadyFinished');
  }
  util.error(
    `Attempt ${current.attempt} of ${current.maxAttempts} holds the report, ${current.status}.`,
    otherwise,
  );
}
