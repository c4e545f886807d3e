import type { ResolvedStack, Resource } from '../assembly/resources.ts';

/** The headers of an answer, by the path that was asked for. */
export type SiteHeaders = (path: string) => Readonly<Record<string, string>>;

interface PolicyConfig {
  readonly Comment?: string;
  readonly CustomHeadersConfig?: {
    readonly Items: readonly { readonly Header: string; readonly Value: string }[];
  };
  readonly SecurityHeadersConfig?: {
    readonly ContentSecurityPolicy?: { readonly ContentSecurityPolicy: string };
    readonly ContentTypeOptions?: object;
    readonly FrameOptions?: { readonly FrameOption: string };
    readonly ReferrerPolicy?: { readonly ReferrerPolicy: string };
    readonly StrictTransportSecurity?: {
      readonly AccessControlMaxAgeSec: number | string;
      readonly IncludeSubdomains?: boolean;
      readonly Preload?: boolean;
    };
  };
}

interface Behavior {
  readonly PathPattern?: string;
  readonly ResponseHeadersPolicyId?: string;
}

/** An address of AWS in a source list; the services here are all at one address. */
const AWS_SOURCE = /https:\/\/[a-z0-9.-]+\.amazonaws\.com(?![a-z0-9.-])/g;

/**
 * What CloudFront would add to the site's answers: the template's policies, by the path patterns of its
 * distribution's behaviours. Without a distribution, a policy is for the path its comment names, else for all.
 * Addresses of AWS in them become `awsOrigin`, as AWS_ENDPOINT_URL does it for SDKs.
 */
export function readSiteHeaders(stack: ResolvedStack, awsOrigin: string): SiteHeaders {
  const policies = stack.ofType('AWS::CloudFront::ResponseHeadersPolicy');
  const headersById = new Map(
    policies.map((policy) => [policy.ref, headersOf(configOf(policy), awsOrigin)]),
  );
  const rules = behaviorsOf(stack, policies).map(({ PathPattern = '*', ...behavior }) => ({
    pattern: patternOf(PathPattern),
    headers: headersById.get(behavior.ResponseHeadersPolicyId ?? '') ?? {},
  }));
  return (path) => rules.find(({ pattern }) => pattern.test(path))?.headers ?? {};
}

/** In the order in which the first that fits decides; the default last. */
function behaviorsOf(stack: ResolvedStack, policies: readonly Resource[]): Behavior[] {
  const [distribution] = stack.ofType('AWS::CloudFront::Distribution');
  if (distribution) {
    const config = distribution.properties.DistributionConfig as {
      CacheBehaviors?: Behavior[];
      DefaultCacheBehavior: Behavior;
    };
    return [...(config.CacheBehaviors ?? []), config.DefaultCacheBehavior];
  }
  const behaviors = policies.map((policy): Behavior => {
    const [, path] = /^For (\/\S*)$/.exec(configOf(policy).Comment ?? '') ?? [];
    return { ResponseHeadersPolicyId: policy.ref, ...(path ? { PathPattern: path } : {}) };
  });
  return behaviors.sort((a, b) => Number(!a.PathPattern) - Number(!b.PathPattern));
}

function configOf(policy: Resource): PolicyConfig {
  return policy.properties.ResponseHeadersPolicyConfig as PolicyConfig;
}

function headersOf(config: PolicyConfig, awsOrigin: string): Record<string, string> {
  const security = config.SecurityHeadersConfig ?? {};
  const headers: Record<string, string | undefined> = {
    'Content-Security-Policy': security.ContentSecurityPolicy?.ContentSecurityPolicy.replaceAll(
      AWS_SOURCE,
      awsOrigin,
    ),
    // documented: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-responseheaderspolicy-securityheadersconfig.html
    'X-Content-Type-Options': security.ContentTypeOptions && 'nosniff',
    'X-Frame-Options': security.FrameOptions?.FrameOption,
    'Referrer-Policy': security.ReferrerPolicy?.ReferrerPolicy,
    'Strict-Transport-Security': transportSecurity(security.StrictTransportSecurity),
  };
  for (const { Header, Value } of config.CustomHeadersConfig?.Items ?? []) headers[Header] = Value;
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

type TransportSecurity = NonNullable<
  PolicyConfig['SecurityHeadersConfig']
>['StrictTransportSecurity'];

function transportSecurity(rule: TransportSecurity): string | undefined {
  if (!rule) return undefined;
  return [
    `max-age=${rule.AccessControlMaxAgeSec}`,
    ...(rule.IncludeSubdomains ? ['includeSubDomains'] : []),
    ...(rule.Preload ? ['preload'] : []),
  ].join('; ');
}

/** `*` stands for any characters and `?` for one. */
// documented: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
function patternOf(pathPattern: string): RegExp {
  const escaped = pathPattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  const source = escaped.replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^/?${source.replace(/^\//, '')}$`);
}
