import { randomBytes } from 'node:crypto';

/** Whoever signed a request. */
export interface Principal {
  /** `arn:aws:iam::<account>:root`, or `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  readonly arn: string;
  readonly accountId: string;
  /** The role's ARN when a role was assumed; the account root may do everything. */
  readonly roleArn?: string;
  /** `<role id>:<session>` for a role, the account id for the root: AppSync's `identity.username`. */
  readonly userId: string;
  /** Of a function's own credentials: the function. */
  readonly functionArn?: string;
}

/** What an SDK signs with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Knows every access key this cloud has given out. */
export interface CredentialStore {
  /** Makes credentials for a principal; they work until the cloud stops. */
  issue(principal: Principal): Credentials;
  find(accessKeyId: string): { credentials: Credentials; principal: Principal } | undefined;
  /** Every access key given out so far. */
  accessKeyIds(): Iterable<string>;
  /** Whether session credentials have run out; by themselves they never do. */
  isExpired(accessKeyId: string): boolean;
}

/** Where session credentials are made to run out on purpose. */
export interface CredentialFaults {
  isExpired?(accessKeyId: string): boolean;
}

/** A store that knows the account's root by the fixed key `root` and whatever it issues. */
export function createCredentialStore(
  accountId: string,
  root: Credentials,
  faults: CredentialFaults = {},
): CredentialStore {
  const issued = new Map<string, { credentials: Credentials; principal: Principal }>();
  const rootPrincipal = {
    arn: `arn:aws:iam::${accountId}:root`,
    accountId,
    userId: accountId,
  };
  issued.set(root.accessKeyId, { credentials: root, principal: rootPrincipal });
  return {
    find: (accessKeyId) => issued.get(accessKeyId),
    accessKeyIds: () => issued.keys(),
    isExpired: (accessKeyId) => faults.isExpired?.(accessKeyId) ?? false,
    issue(principal) {
      const credentials = {
        accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(60).toString('base64'),
      };
      issued.set(credentials.accessKeyId, { credentials, principal });
      return credentials;
    },
  };
}
