import type { EventEntry } from '../events/entry.ts';
import type { QueryRecord, QueryState } from './types.ts';

/** What Athena tells EventBridge when a query changes its state; `sequence` counts the changes of a query from 1. */
// documented: https://docs.aws.amazon.com/athena/latest/ug/athena-events.html (the whole event; SUCCEEDED after RUNNING is number 3)
export function stateChange(
  record: QueryRecord,
  previousState: QueryState | undefined,
  sequence: number,
): EventEntry {
  const { state, id, workGroup, error } = record;
  const detail = {
    versionId: '0',
    currentState: state,
    ...(previousState === undefined ? {} : { previousState }),
    statementType: 'DML',
    queryExecutionId: id,
    workgroupName: workGroup,
    sequenceNumber: String(sequence),
    ...(error
      ? {
          athenaError: {
            errorCategory: error.ErrorCategory,
            errorType: error.ErrorType,
            errorMessage: error.ErrorMessage,
            retryable: error.Retryable,
          },
        }
      : {}),
  };
  return {
    Source: 'aws.athena',
    DetailType: 'Athena Query State Change',
    Detail: JSON.stringify(detail),
    Resources: [],
  };
}
