/** What a Lambda authorizer answered. */
export type Verdict =
  | { readonly isAuthorized: false; readonly ttlSeconds?: number }
  | {
      readonly isAuthorized: true;
      readonly resolverContext: Readonly<Record<string, unknown>>;
      /** As `Type.field`. */
      readonly deniedFields: ReadonlySet<string>;
      readonly ttlSeconds?: number;
    };

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization (5 MB)
const MAX_CONTEXT_BYTES = 5 * 1024 * 1024;

/** Reads the answer of a Lambda authorizer of the API `apiArn`; a text says why it is none. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization (members, what is refused)
export function readVerdict(payload: string, apiArn: string): Verdict | string {
  const answer: unknown = JSON.parse(payload);
  if (!isRecord(answer)) return 'its answer is no object';
  const { isAuthorized, resolverContext = {}, deniedFields = [], ttlOverride } = answer;
  if (typeof isAuthorized !== 'boolean') return 'isAuthorized is missing or no boolean';
  // assumed: a ttlOverride that is no number of seconds counts as absent
  const ttl =
    typeof ttlOverride === 'number' && ttlOverride >= 0 ? { ttlSeconds: ttlOverride } : {};
  if (!isAuthorized) return { isAuthorized, ...ttl };
  // assumed: what the page calls unsupported is refused, so that it is noticed before it is deployed
  if (!isRecord(resolverContext)) return 'resolverContext is no object';
  const nested = Object.keys(resolverContext).find((key) => isNested(resolverContext[key]));
  if (nested !== undefined)
    return `resolverContext.${nested} is nested; only flat values are supported`;
  if (Buffer.byteLength(JSON.stringify(resolverContext)) > MAX_CONTEXT_BYTES) {
    return 'resolverContext is larger than 5 MB';
  }
  const denied = Array.isArray(deniedFields) ? deniedFields.map(String) : [];
  const names = denied.flatMap((field) => shortName(field, apiArn) ?? []);
  return { isAuthorized, resolverContext, deniedFields: new Set(names), ...ttl };
}

/** `Type.field` of a short name or of a field's ARN; undefined for another API's. */
// documented: the same page (the ARN tells apart APIs that share a function)
function shortName(field: string, apiArn: string): string | undefined {
  if (!field.startsWith('arn:')) return field;
  const [, typeName, fieldName] = /\/types\/([^/]+)\/fields\/([^/]+)$/.exec(field) ?? [];
  return field.startsWith(`${apiArn}/`) && typeName && fieldName
    ? `${typeName}.${fieldName}`
    : undefined;
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return isNested(value) && !Array.isArray(value);
}
