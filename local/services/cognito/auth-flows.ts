import { invalidParameter } from './errors.ts';
import type { PoolClient } from './pool.ts';

// documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html (ExplicitAuthFlows, and what an empty list means)
const defaultFlows = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];

// observed: https://github.com/aws-samples/aws-serverless-workshops (USER_SRP_AUTH) and messages clients match on; each flow has its own words
// assumed: the words for refreshing
const flowRules: Readonly<Record<string, { allowedBy: readonly string[]; refusal: string }>> = {
  USER_SRP_AUTH: {
    allowedBy: ['ALLOW_USER_SRP_AUTH'],
    refusal: 'USER_SRP_AUTH is not enabled for the client.',
  },
  USER_PASSWORD_AUTH: {
    allowedBy: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
    refusal: 'USER_PASSWORD_AUTH flow not enabled for this client',
  },
  ADMIN_USER_PASSWORD_AUTH: {
    allowedBy: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
    refusal: 'Auth flow not enabled for this client',
  },
  ADMIN_NO_SRP_AUTH: {
    allowedBy: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
    refusal: 'Auth flow not enabled for this client',
  },
  REFRESH_TOKEN_AUTH: {
    allowedBy: ['ALLOW_REFRESH_TOKEN_AUTH', 'ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'],
    refusal: 'Auth flow not enabled for this client',
  },
  REFRESH_TOKEN: {
    allowedBy: ['ALLOW_REFRESH_TOKEN_AUTH', 'ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'],
    refusal: 'Auth flow not enabled for this client',
  },
};

/** Throws `InvalidParameterException` unless the client may sign in by `flow`. */
export function requireFlow(client: PoolClient, flow: string): void {
  const rule = Object.hasOwn(flowRules, flow) ? flowRules[flow] : undefined;
  if (!rule) throw invalidParameter(`AuthFlow ${flow} is not supported by this local Cognito.`);
  const allowed = client.authFlows.length > 0 ? client.authFlows : defaultFlows;
  if (!rule.allowedBy.some((name) => allowed.includes(name))) throw invalidParameter(rule.refusal);
}
