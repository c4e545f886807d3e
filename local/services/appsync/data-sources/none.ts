import type { DataSource } from '../types.ts';

/**
 * The data source without a service behind it: the payload is the result.
 * documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-none-js.html
 */
export function createNoneDataSource(name: string): DataSource {
  return {
    name,
    type: 'NONE',
    invoke: (request) => ({ result: request.payload ?? null }),
  };
}
