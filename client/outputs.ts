import { Amplify, type ResourcesConfig } from 'aws-amplify';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { ReportAbortedError, ReportConfigurationError, ReportUnavailableError } from './errors.ts';

/** The parts of `amplify_outputs.json` this library reads. */
export interface AmplifyOutputs {
  readonly version: string;
  readonly auth: {
    readonly aws_region: string;
    readonly user_pool_id: string;
    readonly user_pool_client_id: string;
    /** What a password must be. */
    readonly password_policy?: PasswordPolicy;
  };
  readonly data: {
    readonly aws_region: string;
    readonly url: string;
    readonly default_authorization_type: string;
  };
  readonly custom?: {
    /** Whether people may make accounts themselves. */
    readonly self_sign_up?: boolean;
    /** Where codes are when they are not sent by e-mail. */
    readonly codes_are_on?: string;
    /** Where the user pool answers, when that is not AWS's own address. */
    readonly user_pool_endpoint?: string;
    /** Somebody anybody may sign in as. */
    readonly demo_user?: DemoUser;
    /** All of whom anybody may sign in as, the same person first. */
    readonly demo_users?: readonly DemoUser[];
  };
}

/** What the user pool asks of a password; what is left out is not asked. */
export interface PasswordPolicy {
  readonly min_length?: number;
  readonly require_lowercase?: boolean;
  readonly require_uppercase?: boolean;
  readonly require_numbers?: boolean;
  readonly require_symbols?: boolean;
}

/** Somebody to sign in as; a local cloud alone tells of such. */
export interface DemoUser {
  readonly username: string;
  readonly password: string;
}

const REQUIRED = {
  auth: ['aws_region', 'user_pool_id', 'user_pool_client_id'],
  data: ['aws_region', 'url', 'default_authorization_type'],
} as const;

/** Points Amplify at the deployment that `outputs` describes. Amplify knows one at a time. */
export function configureReports(outputs: AmplifyOutputs): void {
  Amplify.configure(toResourcesConfig(outputs));
}

/** Fetches and checks an `amplify_outputs.json`; throws `ReportConfigurationError` or `ReportUnavailableError`. */
export async function loadOutputs(
  url: string | URL,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<AmplifyOutputs> {
  const address = String(url);
  const response = await fetch(address, signal ? { signal } : {}).catch((cause: unknown) => {
    if (signal?.aborted) throw new ReportAbortedError(signal);
    throw new ReportUnavailableError(`Nothing answers at ${address}.`, { cause });
  });
  if (response.status >= 500) {
    const { status: httpStatus } = response;
    throw new ReportUnavailableError(`${address} answered HTTP ${httpStatus}.`, { httpStatus });
  }
  if (!response.ok) {
    throw new ReportConfigurationError(`${address} answered HTTP ${response.status}.`);
  }
  return parseOutputs(await response.text(), address);
}

/** Reads the text of an `amplify_outputs.json`; `source` names it in errors. */
export function parseOutputs(text: string, source: string): AmplifyOutputs {
  const outputs = asObject(parseJson(text, source));
  if (!/^1(\.|$)/.test(String(outputs?.version))) {
    throw new ReportConfigurationError(`${source} is not an amplify_outputs.json of version 1.`);
  }
  for (const [section, names] of Object.entries(REQUIRED)) {
    const values = asObject(outputs?.[section]);
    const missing = names.filter((name) => typeof values?.[name] !== 'string');
    if (missing.length > 0) {
      throw new ReportConfigurationError(
        `${source} lacks ${section}.${missing.join(`, ${section}.`)}.`,
      );
    }
  }
  return outputs as unknown as AmplifyOutputs;
}

/** Amplify's own form of the configuration. */
export function toResourcesConfig(outputs: AmplifyOutputs): ResourcesConfig {
  const { Auth, API, ...others } = parseAmplifyConfig({ ...outputs });
  const { user_pool_endpoint: userPoolEndpoint } = outputs.custom ?? {};
  const cognito = { ...Auth?.Cognito, ...(userPoolEndpoint ? { userPoolEndpoint } : {}) };
  const graphql = { ...API?.GraphQL, endpoint: websocketSafe(outputs.data.url) };
  return {
    ...others,
    Auth: { ...Auth, Cognito: cognito },
    API: { ...API, GraphQL: graphql },
  } as ResourcesConfig;
}

/**
 * Amplify turns `http://` into `wss://` by a case-sensitive replace; `HTTP://` it leaves for the WebSocket
 * constructor, which reads it as `ws://`.
 * observed: aws-amplify 6.22.1; https://github.com/aws-amplify/amplify-js/issues/12894
 */
function websocketSafe(endpoint: string): string {
  return endpoint.replace(/^http:/, 'HTTP:');
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ReportConfigurationError(`${source} is not JSON.`, { cause });
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : undefined;
}
