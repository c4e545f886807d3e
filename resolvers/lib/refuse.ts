import { util } from '@aws-appsync/utils';

/** Ends the request with `BadRequest`; `field` is the input's path, for forms to point at. */
export function badRequest(field: string, message: string): never {
  util.error(`${field}: ${message}`, 'BadRequest', null, { field });
}

/** The refusal of `util.error` for data sources whose failure the caller cannot mend. */
export function serviceFailed(message: string): never {
  util.error(message, 'ServiceUnavailable');
}

/** Whether a DynamoDB request was refused because its condition did not hold. */
export function isConditionFailure(error: { type: string }): boolean {
  return error.type === 'DynamoDB:ConditionalCheckFailedException';
}
