type Identity = Readonly<Record<string, unknown>> | null | undefined;

/**
 * The name of the authorization mode a caller used, read from `ctx.identity`: each mode has its own members.
 * An identity that fits no mode counts as an API key's.
 */
// observed: https://github.com/localstack/appsync-utils (__tests__/__snapshots__/authType.test.js.snap, recorded on AWS)
export function authTypeOf(identity: Identity): string {
  if (!identity) return 'API Key Authorization';
  const members = Object.keys(identity);
  if (members.length === 0 || members.includes('resolverContext')) return 'Lambda Authorization';
  if (has(identity, ['accountId', 'userArn', 'username', 'sourceIp'])) return 'IAM Authorization';
  if (has(identity, ['sub', 'issuer', 'claims'])) {
    if (has(identity, ['username', 'sourceIp', 'defaultAuthStrategy'])) {
      return 'User Pool Authorization';
    }
    const isBare = !['username', 'sourceIp', 'defaultAuthStrategy'].some((name) =>
      members.includes(name),
    );
    if (isBare) return 'Open ID Connect Authorization';
  }
  return 'API Key Authorization';
}

function has(identity: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  return names.every((name) => identity[name] !== undefined && identity[name] !== null);
}
