import type { ResolvedStack } from '../assembly/resources.ts';
import type { BucketConfig } from '../services/s3/service.ts';

interface CorsRule {
  readonly AllowedOrigins: string[];
  readonly AllowedMethods: string[];
  readonly AllowedHeaders?: string[];
  readonly ExposedHeaders?: string[];
  readonly MaxAge?: number;
}

/** The buckets of a stack as the S3 service takes them. */
export function readBuckets(stack: ResolvedStack): BucketConfig[] {
  return stack.ofType('AWS::S3::Bucket').map(({ ref, properties }) => {
    const cors = properties.CorsConfiguration as { CorsRules: CorsRule[] } | undefined;
    return {
      name: ref,
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
