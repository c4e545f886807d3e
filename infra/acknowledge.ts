import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says why a rule of cdk-nag is not followed here; `npm run deploy` refuses to go on with findings that have no reason. */
export function acknowledge(scope: IConstruct, rule: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

/** Says why a policy names resources by a pattern; those of `resources` that have none need no reason. */
export function acknowledgePatterns(
  scope: IConstruct,
  resources: readonly string[],
  reason: string,
): void {
  for (const resource of resources) {
    const name = flatten(Stack.of(scope).resolve(resource));
    if (name.includes('*')) acknowledge(scope, `IAM5[Resource::${name}]`, reason);
  }
}

/** A reference as cdk-nag writes it: `<LogicalId.Arn>/files/*`. */
function flatten(reference: unknown): string {
  if (typeof reference === 'string') return reference;
  const {
    'Fn::Join': join,
    'Fn::GetAtt': attribute,
    Ref: logicalId,
  } = reference as {
    'Fn::Join'?: [string, unknown[]];
    'Fn::GetAtt'?: string[];
    Ref?: string;
  };
  if (join) return join[1].map(flatten).join(join[0]);
  return `<${attribute?.join('.') ?? logicalId}>`;
}
