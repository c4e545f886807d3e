import { type ASTNode, getLocation } from 'graphql';
import type { AppSyncError, HandlerError } from '../types.ts';

/** Response keys and list indexes from the root to a value. */
export type Path = readonly (string | number)[];

/** A path as AppSync writes it inside messages: `/posts/items[3]/title`. */
export function pathText(path: Path): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `/${part}`)).join('');
}

/** Where nodes stand in the document, in AppSync's shape. */
export function locationsOf(nodes: readonly ASTNode[]): NonNullable<AppSyncError['locations']> {
  return nodes.flatMap(({ loc }) => {
    if (loc === undefined) return [];
    const { line, column } = getLocation(loc.source, loc.start);
    return [{ line, column, sourceName: null }];
  });
}

// observed: graphql/graphql-over-http#81 (key order, `path: null`, no errorType)
/** An error found before anything ran. */
export function documentError(message: string, nodes: readonly ASTNode[] | null): AppSyncError {
  return { path: null, locations: nodes === null ? null : locationsOf(nodes), message };
}

/** Refusals of the whole request: they leave the endpoint with a 4xx status and without `data`. */
export const REQUEST_REFUSALS: ReadonlySet<string> = new Set([
  'MalformedHttpRequestException',
  'BadRequestException',
]);

/** A request refused as a whole. */
export function requestRefusal(message: string, errorType: string): AppSyncError {
  return { message, errorType };
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/troubleshooting-and-common-mistakes.html (keys)
/** An error a resolver or AppSync itself raised for one field. */
export function fieldError(
  path: Path,
  node: ASTNode,
  error: Pick<HandlerError, 'message' | 'errorType'> & Partial<HandlerError>,
): AppSyncError {
  return {
    path,
    data: error.data ?? null,
    errorType: error.errorType,
    errorInfo: error.errorInfo ?? null,
    locations: locationsOf([node]),
    message: error.message,
  };
}

// observed: aws-amplify/amplify-js#5963 and aws-amplify/amplify-flutter#940 (`locations: null`, no errorType)
/** An error about a value that does not fit its type. */
export function valueError(path: Path, message: string): AppSyncError {
  return { path, locations: null, message };
}

// observed: aws/aws-appsync-community#349 and #259
/** The words for a field the caller may not have. */
export function notAuthorized(fieldName: string, typeName: string): HandlerError {
  return {
    message: `Not Authorized to access ${fieldName} on type ${typeName}`,
    errorType: 'Unauthorized',
    data: null,
    errorInfo: null,
  };
}
