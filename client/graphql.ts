import { CONNECTION_STATE_CHANGE, generateClient, type ConnectionState } from 'aws-amplify/api';
import { Hub } from 'aws-amplify/utils';
import type { TypedDocumentString } from '../schema/generated/documents.ts';
import { errorsOf, toClientError, type GraphqlErrorEntry } from './amplify-errors.ts';
import type { Abortable } from './types.ts';

/** An answer; `errors` is empty unless `tolerate` let some pass. */
export interface GraphqlAnswer<Result> {
  readonly fields: Result;
  readonly errors: readonly GraphqlErrorEntry[];
}

/** Aborting `signal` rejects with `ReportAbortedError`; what was sent may have been done all the same. */
export interface RequestOptions extends Abortable {
  /** Says which answers with errors are still good; without it any error is thrown. */
  readonly tolerate?: (entry: GraphqlErrorEntry) => boolean;
}

/** Told in this order: accepted, messages, again and again when the connection comes back; an error is the last. */
export interface SubscriptionListener<Result> {
  /** The server has accepted the subscription, for the first time or again: pushes before this are lost. */
  onAccepted(): void;
  onMessage(fields: Result): void;
  /** The subscription is over and does not come back by itself. */
  onError(error: unknown): void;
}

/** The GraphQL API as the rest of this library sees it. */
export interface GraphqlApi {
  /** Sends a query or mutation; rejects with a `ReportClientError`. */
  request<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    variables: NoInfer<Variables>,
    options?: RequestOptions,
  ): Promise<GraphqlAnswer<Result>>;
  /** Starts a subscription; disposing ends it. Never throws: failures go to the listener. */
  subscribe<Result, Variables extends object>(
    document: TypedDocumentString<Result, Variables>,
    variables: NoInfer<Variables>,
    listener: SubscriptionListener<Result>,
  ): Disposable;
  /** Tells every change of Amplify's realtime connection. */
  onConnectionState(listener: (state: `${ConnectionState}`) => void): Disposable;
}

type Answer = Promise<{ data: unknown }>;
interface Messages {
  subscribe(observer: { next(message: { data?: unknown }): void; error(error: unknown): void }): {
    unsubscribe(): void;
  };
}

/** The API that Amplify is configured for, called as the signed-in user. */
export function createAmplifyApi(): GraphqlApi {
  const amplify = generateClient({ authMode: 'userPool' });
  const call = (query: string, variables: unknown): unknown =>
    amplify.graphql({ query, variables: variables as Record<string, never> });

  return {
    async request<Result>(
      document: TypedDocumentString<Result, unknown>,
      variables: unknown,
      { signal, tolerate }: RequestOptions = {},
    ) {
      if (signal?.aborted) throw toClientError(undefined, signal);
      const answer = call(document, variables) as Answer;
      const cancel = (): void => void amplify.cancel(answer);
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        return { fields: (await answer).data as Result, errors: [] };
      } catch (thrown) {
        const errors = errorsOf(thrown);
        if (signal?.aborted || !tolerate || errors.length === 0 || !errors.every(tolerate)) {
          throw toClientError(thrown, signal);
        }
        return { fields: (thrown as { data: Result }).data, errors };
      } finally {
        signal?.removeEventListener('abort', cancel);
      }
    },

    subscribe<Result>(
      document: TypedDocumentString<Result, never>,
      variables: object,
      { onAccepted, onMessage, onError }: SubscriptionListener<Result>,
    ) {
      // A copy of its own: Amplify announces an acceptance with the very object the subscription was made with.
      const own = { ...variables };
      const stopListening = Hub.listen('api', ({ payload }) => {
        const accepted = payload.data as { variables?: unknown } | undefined;
        if (payload.event === SUBSCRIPTION_ACCEPTED && accepted?.variables === own) onAccepted();
      });
      const subscription = (call(document, own) as Messages).subscribe({
        next: ({ data: fields }) => {
          if (fields) onMessage(fields as Result);
        },
        error: onError,
      });
      return {
        [Symbol.dispose]() {
          stopListening();
          subscription.unsubscribe();
        },
      };
    },

    onConnectionState(listener) {
      const stop = Hub.listen('api', ({ payload }) => {
        if (payload.event !== CONNECTION_STATE_CHANGE) return;
        listener((payload.data as { connectionState: ConnectionState }).connectionState);
      });
      return { [Symbol.dispose]: stop };
    },
  };
}

/** The name of Amplify's Hub event for a start_ack. observed: aws-amplify 6.22.1 */
const SUBSCRIPTION_ACCEPTED = 'Subscription ack';
