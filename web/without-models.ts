/**
 * Stands in for `@aws-amplify/data-schema/runtime` in the built pages: Amplify's client asks it for operations of models
 * that Amplify's own backend generates (`client.models.…`), which no AppSync API of a CDK stack has. It is 7 KB of what
 * every reader would load.
 */
export function addSchemaToClient(): void {
  // There is nothing to add.
}

/** The key under which such operations would tell what they are. */
export const INTERNAL_USER_AGENT_OVERRIDE = Symbol('INTERNAL_USER_AGENT_OVERRIDE');
