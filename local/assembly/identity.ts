import { createHash } from 'node:crypto';

/** Which account, region and stack a template is resolved for, and where its endpoints are. */
export interface Deployment {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  /** `http://localhost:<port>`: where the GraphQL API is served. */
  readonly apiOrigin: string;
}

const ALPHABETS = {
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  mixed: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
} as const;

/**
 * The random-looking part of a physical name, the same in every run: state kept on disk stays with its
 * resource as long as the stack and the logical id keep their names.
 */
export function stableId(
  { stackName, region }: Deployment,
  logicalId: string,
  length: number,
  alphabet: keyof typeof ALPHABETS,
): string {
  const letters = ALPHABETS[alphabet];
  const bytes = createHash('sha512').update(`${region}/${stackName}/${logicalId}`).digest();
  return Array.from(bytes.subarray(0, length), (byte) => letters[byte % letters.length]).join('');
}

/** CloudFormation's form of a generated name: stack, logical id and 13 characters, at most `maxLength`. */
export function generatedName(
  deployment: Deployment,
  logicalId: string,
  maxLength: number,
): string {
  const suffix = stableId(deployment, logicalId, 13, 'upper');
  const stem = `${deployment.stackName}-${logicalId}`.slice(0, maxLength - suffix.length - 1);
  return `${stem}-${suffix}`;
}
