import { LocalError } from '../errors.ts';
import type { Deployment } from './identity.ts';
import { resolveIntrinsics, type IntrinsicScope } from './intrinsics.ts';
import {
  IGNORED_ATTRIBUTES,
  IGNORED_TYPES,
  RESOURCE_TYPES,
  type Subject,
} from './resource-types.ts';
import type { StackFiles } from './template.ts';

/** A resource of the template with every intrinsic function replaced. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives; the attribute must be one of the type's. */
  attribute(name: string): string;
}

/** A stack ready to run. */
export interface ResolvedStack {
  readonly deployment: Deployment;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, string>>;
  /** Logical ids left out, with the reason. */
  readonly ignored: readonly { logicalId: string; type: string; reason: string }[];
  ofType(...types: readonly string[]): readonly Resource[];
  assetPath(objectKey: string): string | undefined;
}

/** Resolves a template; everything it cannot run is listed in one `ERR_TEMPLATE_UNSUPPORTED`. */
export function resolveStack(
  { template, stackName, assetPath }: StackFiles,
  environment: Omit<Deployment, 'stackName'>,
): ResolvedStack {
  const deployment = { ...environment, stackName };
  const problems: string[] = [];
  const scope: IntrinsicScope = {
    template,
    deployment,
    ref: (logicalId) => typeOf(logicalId)?.ref(subject(logicalId)),
    attribute: (logicalId, name) => typeOf(logicalId)?.attributes[name]?.(subject(logicalId)),
    problem: (at, message) => void problems.push(`${at}: ${message}`),
  };

  const ignored: { logicalId: string; type: string; reason: string }[] = [];
  const resources: Resource[] = [];
  for (const [logicalId, { Type: type, Properties, Condition }] of Object.entries(
    template.Resources,
  )) {
    if (Condition !== undefined && !conditionHolds(Condition)) continue;
    const reason = IGNORED_TYPES[type];
    if (reason) ignored.push({ logicalId, type, reason });
    else if (!RESOURCE_TYPES[type])
      problems.push(`${logicalId}: the resource type ${type} is not supported`);
    else resources.push(resolveResource(logicalId, type, Properties ?? {}));
  }
  const outputs = resolveIntrinsics(outputValues(), 'Outputs', scope) as Record<string, string>;
  if (problems.length > 0) {
    throw new LocalError(
      'ERR_TEMPLATE_UNSUPPORTED',
      `The stack ${stackName} uses what this local cloud does not have:\n  ${problems.join('\n  ')}`,
    );
  }
  return {
    deployment,
    resources,
    outputs,
    ignored,
    ofType: (...types) => resources.filter((resource) => types.includes(resource.type)),
    assetPath,
  };

  function typeOf(logicalId: string) {
    const resource = template.Resources[logicalId];
    return resource && (RESOURCE_TYPES[resource.Type] ?? ignoredType(resource.Type, logicalId));
  }

  function subject(logicalId: string): Subject {
    const property = (name: string): unknown =>
      resolveIntrinsics(
        template.Resources[logicalId]?.Properties?.[name],
        `${logicalId}.${name}`,
        scope,
      );
    return { deployment, logicalId, property };
  }

  function conditionHolds(name: string): boolean {
    return (
      resolveIntrinsics({ 'Fn::If': [name, true, false] }, `Conditions.${name}`, scope) === true
    );
  }

  function resolveResource(logicalId: string, type: string, properties: object): Resource {
    const resolved = resolveIntrinsics(properties, logicalId, scope) as Record<string, unknown>;
    return {
      logicalId,
      type,
      properties: resolved,
      ref: scope.ref(logicalId) ?? logicalId,
      attribute(name) {
        const value = scope.attribute(logicalId, name);
        if (value === undefined)
          throw new LocalError('ERR_INTERNAL', `${type} has no attribute ${name}`);
        return value;
      },
    };
  }

  function outputValues(): Record<string, unknown> {
    const entries = Object.entries(template.Outputs ?? {});
    return Object.fromEntries(entries.map(([name, { Value }]) => [name, Value]));
  }
}

/** A resource that is left out may still be referred to, by its logical id and a few attributes. */
function ignoredType(type: string, logicalId: string) {
  return IGNORED_TYPES[type] === undefined
    ? undefined
    : { ref: () => logicalId, attributes: IGNORED_ATTRIBUTES };
}
