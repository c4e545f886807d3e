import type { ResolvedStack } from '../assembly/resources.ts';
import type { BucketConfig, LifecycleRule } from '../services/s3/service.ts';

interface CorsRule {
  readonly AllowedOrigins: string[];
  readonly AllowedMethods: string[];
  readonly AllowedHeaders?: string[];
  readonly ExposedHeaders?: string[];
  readonly MaxAge?: number;
}

interface RuleProperties {
  readonly Status: 'Enabled' | 'Disabled';
  readonly Prefix?: string;
  readonly TagFilters?: readonly unknown[];
  readonly ObjectSizeGreaterThan?: number | string;
  readonly ObjectSizeLessThan?: number | string;
  readonly ExpirationInDays?: number;
  readonly ExpirationDate?: string;
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
}

/** The buckets of a stack as the S3 service takes them. */
export function readBuckets(stack: ResolvedStack): BucketConfig[] {
  return stack.ofType('AWS::S3::Bucket').map(({ ref, properties }) => {
    const cors = properties.CorsConfiguration as { CorsRules: CorsRule[] } | undefined;
    const lifecycle = properties.LifecycleConfiguration as { Rules: RuleProperties[] } | undefined;
    return {
      name: ref,
      lifecycleRules: (lifecycle?.Rules ?? []).flatMap(readLifecycleRule),
      corsRules: (cors?.CorsRules ?? []).map((rule) => ({
        allowedOrigins: rule.AllowedOrigins,
        allowedMethods: rule.AllowedMethods,
        allowedHeaders: rule.AllowedHeaders ?? [],
        exposedHeaders: rule.ExposedHeaders ?? [],
        ...(rule.MaxAge === undefined ? {} : { maxAgeSeconds: rule.MaxAge }),
      })),
    };
  });
}

/** What a rule says of other storage classes and earlier versions has nothing to act on here, nor has one for tags. */
function readLifecycleRule(rule: RuleProperties): LifecycleRule[] {
  if (rule.Status !== 'Enabled' || (rule.TagFilters ?? []).length > 0) return [];
  const {
    ObjectSizeGreaterThan: larger,
    ObjectSizeLessThan: smaller,
    ExpirationInDays: days,
    ExpirationDate: date,
    AbortIncompleteMultipartUpload: abort,
  } = rule;
  if (days === undefined && date === undefined && abort === undefined) return [];
  return [
    {
      prefix: rule.Prefix ?? '',
      ...(larger === undefined ? {} : { largerThanBytes: Number(larger) }),
      ...(smaller === undefined ? {} : { smallerThanBytes: Number(smaller) }),
      ...(days === undefined ? {} : { expirationDays: days }),
      ...(date === undefined ? {} : { expirationDateMs: Date.parse(date) }),
      ...(abort === undefined ? {} : { abortUploadsAfterDays: abort.DaysAfterInitiation }),
    },
  ];
}
