import type { Fetcher, Observable } from '@graphiql/toolkit';
import { generateClient } from 'aws-amplify/api';
import { fetchAuthSession } from 'aws-amplify/auth';
import {
  getOperationAST,
  Kind,
  OperationTypeNode,
  parse,
  print,
  separateOperations,
  type ExecutionResult,
} from 'graphql';

interface Operation {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: unknown;
}

/** As far as GraphiQL uses one. */
interface Messages {
  subscribe(observer: object): { unsubscribe(): void };
}
type Subscribe = (operation: { query: string; variables: unknown }) => Messages;

/**
 * Sends GraphiQL's operations to AppSync as the signed-in user: queries and mutations by POST, so that the answer is
 * shown as AppSync gives it; subscriptions over the realtime protocol.
 */
export function createAppSyncFetcher(endpoint: string, subscribe = subscribeByAmplify): Fetcher {
  return (given) => {
    // What cannot be read is for AppSync to refuse, in its own words.
    if (!isReadable(given.query)) return post(endpoint, given);
    const operation = withoutStaleName(given);
    const { query, operationName, variables } = operation;
    const chosen = getOperationAST(parse(query), operationName);
    if (chosen?.operation !== OperationTypeNode.SUBSCRIPTION) return post(endpoint, operation);
    const document = onlyOperation(query, operationName);
    return subscribe({ query: document, variables }) as Observable<ExecutionResult>;
  };
}

function isReadable(query: string): boolean {
  try {
    return parse(query).definitions.length > 0;
  } catch {
    return false;
  }
}

/** POSTs a query or mutation with the access token; resolves with the body whatever the status. */
export async function post(endpoint: string, operation: Operation): Promise<ExecutionResult> {
  const { tokens } = await fetchAuthSession();
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: tokens?.accessToken.toString() ?? '',
    },
    body: JSON.stringify(operation),
  });
  return (await response.json()) as ExecutionResult;
}

/**
 * Just after a change of tabs GraphiQL still names the operation of the tab before; where there is only one
 * operation none has to be named. observed: 2026-11, graphiql 5.4.0
 */
export function withoutStaleName({ operationName, ...operation }: Operation): Operation {
  const document = parse(operation.query);
  const isNamed = getOperationAST(document, operationName) !== null;
  const isAlone = getOperationAST(document) !== null;
  return isNamed || !isAlone ? { ...operation, operationName } : operation;
}

/** The document of one operation and its fragments: Amplify sends a whole document and never an operation's name. */
export function onlyOperation(query: string, name?: string | null): string {
  const document = parse(query);
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operations.length < 2) return query;
  const separate = separateOperations(document)[name ?? ''];
  return separate ? print(separate) : query;
}

/**
 * An observable and not an async iterable: GraphiQL stops an iterable by asking it for another iterator, which
 * would subscribe again instead. observed: 2026-11, graphiql 5.4.0
 */
const subscribeByAmplify: Subscribe = ({ query, variables }) => ({
  subscribe(observer) {
    const client = generateClient({ authMode: 'userPool' });
    const messages = client.graphql({
      query,
      variables: variables as Record<string, never>,
    }) as unknown as Messages;
    return messages.subscribe(observer);
  },
});
