import { requireEnv, roleCredentials } from './environment.ts';
import { signedPost } from './signed-fetch.ts';

/** Posts a GraphQL request body and resolves with the response's status and text. */
export type PostGraphql = (body: string) => Promise<{ status: number; text: string }>;

/** A GraphQL error of the API. */
export class GraphqlApiError extends Error {
  /** The first error's `errorType`; null when AppSync gave none. */
  readonly errorType: string | null;

  constructor(message: string, errorType: string | null) {
    super(message);
    this.name = 'GraphqlApiError';
    this.errorType = errorType;
  }
}

/** A typed document, as codegen makes them: its type says what goes in and what comes out. */
interface Document<R, V> {
  toString(): string;
  readonly __apiType?: (variables: V) => R;
}

/** Sends documents of mutations that may be repeated; rejects with a `GraphqlApiError`, or with the network's error. */
export type SendDocument = <R, V>(document: Document<R, V>, variables: NoInfer<V>) => Promise<R>;

const TRIES = 4;
const FIRST_PAUSE_MS = 200;
const TIMEOUT_MS = 15_000;

/** A sender that repeats a call on network failures, throttling and 5xx. */
export function createGraphqlSender(
  post: PostGraphql,
  sleep: (milliseconds: number) => Promise<unknown>,
): SendDocument {
  return async function send<R, V>(document: Document<R, V>, variables: V): Promise<R> {
    const body = JSON.stringify({ query: document.toString(), variables });
    const { status, text } = await postWithRetries(body);
    const answer = parseAnswer<R>(status, text);
    const [error] = answer.errors ?? [];
    if (error) throw new GraphqlApiError(error.message, error.errorType ?? null);
    if (!answer.data) throw new GraphqlApiError(`AppSync answered ${status} without data`, null);
    return answer.data;
  };

  async function postWithRetries(body: string): Promise<{ status: number; text: string }> {
    for (let attempt = 1; ; attempt++) {
      const answer = await post(body).catch((error: unknown) => error as Error);
      const passing = answer instanceof Error || answer.status === 429 || answer.status >= 500;
      if (!passing) return answer;
      if (attempt === TRIES) {
        if (answer instanceof Error) throw answer;
        return answer;
      }
      await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random()));
    }
  }
}

/** Posts to the API of the environment, signed with the function's role. */
export function createSignedPost(env: NodeJS.ProcessEnv): PostGraphql {
  const url = requireEnv('GRAPHQL_URL', env);
  const signing = {
    service: 'appsync',
    region: requireEnv('AWS_REGION', env),
    credentials: roleCredentials(env),
  };
  return async (body) => {
    const answer = await signedPost(url, body, signing, AbortSignal.timeout(TIMEOUT_MS));
    return { status: answer.status, text: await answer.text() };
  };
}

function parseAnswer<R>(
  status: number,
  text: string,
): { data?: R | null; errors?: { message: string; errorType?: string | null }[] } {
  try {
    return JSON.parse(text) as ReturnType<typeof parseAnswer<R>>;
  } catch {
    throw new GraphqlApiError(`AppSync answered ${status} and not JSON`, null);
  }
}

/** What a mutation answered; none of ours answers null. */
export function present<T>(report: T | null): T {
  if (report === null) throw new GraphqlApiError('AppSync answered without a report', null);
  return report;
}
