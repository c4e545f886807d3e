import type { Principal } from '../credentials.ts';

/** One statement of a policy, as the template states it. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  /** By operator, then by key. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, ConditionValue>>>>;
}

export type ConditionValue = Scalar | readonly Scalar[];
type Scalar = string | number | boolean;

/** Whom a statement of a resource is for: `*`, or lists by kind (`AWS`, `Service`). */
export type PrincipalElement = string | Readonly<Record<string, string | readonly string[]>>;

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

/** A policy and where it stands: the logical id of its resource, or its ARN when it is AWS's own. */
export interface PlacedPolicy {
  readonly place: string;
  readonly document: PolicyDocument;
}

/** What a request tells of itself for conditions, by the names AWS gives the keys. */
export type ContextKeys = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads a key of the request by its name in lower case; undefined when the request does not have it. */
export type KeyReader = (name: string) => readonly string[] | undefined;

/** What a service knows of a call beside who, what and on which resource. */
export interface AccessDetails {
  /** Asked only when a statement has a condition or a variable. */
  readonly keys?: () => ContextKeys;
  /** The service only wants to know, as S3 does before it tells what is not there: nothing is recorded. */
  readonly isProbe?: boolean;
}

/** Why a call is refused. */
export interface Denial {
  /** The end of AWS's sentence: `because no identity-based policy allows the s3:GetObject action`. */
  readonly because: string;
  /** The statement that denies it; absent when it is only that none allows it. */
  readonly deniedBy?: string;
}

/** IAM's answer: why the principal may not do this; undefined when it may. */
export type Authorize = (
  principal: Principal,
  action: string,
  resource: string,
  details?: AccessDetails,
) => Denial | undefined;
