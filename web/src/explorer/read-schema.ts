import { getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { post } from './appsync-fetcher.ts';

/** A schema to explore by, and where it is from. */
export interface ReadSchema {
  readonly introspection: IntrospectionQuery;
  /** Whether the API told it; otherwise it came with the page, and the API may have been changed since. */
  readonly isFromApi: boolean;
}

/** Asks the API for its schema; an API that tells none (introspection is off) is explored by the one of this build. */
export async function readSchema(endpoint: string): Promise<ReadSchema> {
  const answer = await post(endpoint, { query: getIntrospectionQuery() });
  const told = answer.data as IntrospectionQuery | null | undefined;
  if (told?.__schema) return { introspection: told, isFromApi: true };
  const kept = await import('../../../schema/generated/introspection.json');
  return { introspection: kept.default as unknown as IntrospectionQuery, isFromApi: false };
}
