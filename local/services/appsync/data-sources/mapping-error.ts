import type { DataSourceOutcome } from '../types.ts';

/** A request object the service cannot read: an error of the field, which its response handler does not see. */
export function mappingError(message: string): DataSourceOutcome {
  return { result: null, error: { type: 'MappingTemplate', message } };
}

/** A member that has to be there. */
// assumed: the words, noted from reports whose address is lost; their type is of aws/aws-appsync-community#100
export function missingMember(name: string): DataSourceOutcome {
  return mappingError(`Value for field '$[${name}]' not found.`);
}
