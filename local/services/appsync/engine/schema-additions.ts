import { awsScalars } from './scalars/table.ts';

// observed: introspection of deployed APIs (aws-amplify/amplify-js#11277): these directives, these locations
const DIRECTIVES = `
"Tells the service which subscriptions will be published to when this mutation is called. This directive is deprecated."
directive @aws_publish(subscriptions: [String]) on FIELD_DEFINITION
"Tells the service which mutation triggers this subscription."
directive @aws_subscribe(mutations: [String]) on FIELD_DEFINITION
"Directs the schema to enforce authorization on a field."
directive @aws_auth(cognito_groups: [String]) on FIELD_DEFINITION
"Tells the service this field/object has access authorized by a Cognito User Pools token."
directive @aws_cognito_user_pools(cognito_groups: [String]) on OBJECT | FIELD_DEFINITION
"Tells the service this field/object has access authorized by an API key."
directive @aws_api_key on OBJECT | FIELD_DEFINITION
"Tells the service this field/object has access authorized by sigv4 signing."
directive @aws_iam on OBJECT | FIELD_DEFINITION
"Tells the service this field/object has access authorized by an OIDC token."
directive @aws_oidc on OBJECT | FIELD_DEFINITION
"Tells the service this field/object has access authorized by a Lambda Authorizer."
directive @aws_lambda on OBJECT | FIELD_DEFINITION
"This directive allows results to be deferred during execution."
directive @defer on FIELD
`;

/** GraphQL's own directives that AppSync has; newer ones are absent from its introspection. */
export const STANDARD_DIRECTIVES: ReadonlySet<string> = new Set(['include', 'skip', 'deprecated']);

/** What AppSync adds to a schema: its directives, and those of its scalars the schema uses. */
export function appSyncAdditions(usedScalars: Iterable<string>): string {
  const scalars = [...usedScalars].map(
    (name) => `${JSON.stringify(awsScalars[name]?.description ?? '')}\nscalar ${name}`,
  );
  return [...scalars, DIRECTIVES].join('\n');
}
