import type { Resource, ResolvedStack } from '../../assembly/resources.ts';
import { LocalError } from '../../errors.ts';
import type { AccessControl } from '../../services/aws/iam/access-control.ts';
import { readSchedules } from '../schedules.ts';
import {
  APPSYNC,
  LAMBDA,
  refuseAuthorizer,
  refuseSchedule,
  SCHEDULER,
  sourceKeys,
} from './service-calls.ts';

/**
 * Finds what is known before the first call: a function or a schedule whose role its service cannot take is refused,
 * as its creation is on AWS; whatever AWS would only show at the first call is a warning.
 */
export function checkAccess(stack: ResolvedStack, access: AccessControl): readonly string[] {
  const { region, accountId } = stack.deployment;
  const problems = [...checkFunctions(), ...checkSchedulerRoles()];
  if (problems.length > 0) {
    throw new LocalError(
      'ERR_TEMPLATE_INVALID',
      `AWS would refuse roles of ${stack.deployment.stackName}:\n  ${problems.join('\n  ')}`,
    );
  }
  return [...checkDataSources(), ...checkTargets(), ...checkAuthorizers()];

  function checkFunctions(): string[] {
    return stack.ofType('AWS::Lambda::Function').flatMap((resource) => {
      const role = textOf(resource.properties.Role);
      const keys = sourceKeys(resource.attribute('Arn'), accountId);
      if (role === '' || access.trusts(role, LAMBDA, keys)) return [];
      // observed: https://github.com/epam/aws-syndicate/issues/63 (the words)
      const words = 'The role defined for the function cannot be assumed by Lambda.';
      return [`${resource.logicalId}: ${words} ${trustHint(role, LAMBDA)}`];
    });
  }

  function checkSchedulerRoles(): string[] {
    return stack.ofType('AWS::Scheduler::Schedule').flatMap((resource) => {
      const { RoleArn } = (resource.properties.Target ?? {}) as { RoleArn?: string };
      const group = textOf(resource.properties.GroupName) || 'default';
      // documented: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html (the group is the source)
      const groupArn = `arn:aws:scheduler:${region}:${accountId}:schedule-group/${group}`;
      if (access.trusts(textOf(RoleArn), SCHEDULER, sourceKeys(groupArn, accountId))) return [];
      // observed: https://stackoverflow.com/questions/76091158/error-the-execution-role-you-provide-must-allow-aws-eventbridge-scheduler-to-as (the words)
      const words =
        'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
      return [`${resource.logicalId}: ${words} ${trustHint(textOf(RoleArn), SCHEDULER)}`];
    });
  }

  function checkDataSources(): string[] {
    return stack.ofType('AWS::AppSync::DataSource').flatMap((resource) => {
      const role = textOf(resource.properties.ServiceRoleArn);
      const keys = sourceKeys(apiArnOf(resource), accountId);
      if (role === '' || access.trusts(role, APPSYNC, keys)) return [];
      return [`The data source ${resource.logicalId} will not work: ${trustHint(role, APPSYNC)}`];
    });
  }

  function checkTargets(): string[] {
    return readSchedules(stack).flatMap(({ kind, arn, name, targets }) =>
      targets.flatMap(({ arn: target, roleArn }) => {
        const refusal = refuseSchedule(access, { kind, arn, roleArn }, target, true);
        return refusal ? [`The schedule ${name} will not work: ${refusal}`] : [];
      }),
    );
  }

  function checkAuthorizers(): string[] {
    return stack.ofType('AWS::AppSync::GraphQLApi').flatMap((api) => {
      const providers = [
        api.properties,
        ...((api.properties.AdditionalAuthenticationProviders ?? []) as object[]),
      ] as { LambdaAuthorizerConfig?: { AuthorizerUri?: string } }[];
      return providers.flatMap(({ LambdaAuthorizerConfig: config }) => {
        if (config?.AuthorizerUri === undefined) return [];
        const answer = refuseAuthorizer(access, api.attribute('Arn'), config.AuthorizerUri, true);
        if (answer?.kind !== 'refused') return [];
        return [`The authorizer of ${api.logicalId} will not work: ${answer.refusal.message}`];
      });
    });
  }

  function trustHint(roleArn: string, service: string): string {
    const role = access.rules.roles.get(roleArn)?.logicalId ?? (roleArn || '(no role)');
    return `The AssumeRolePolicyDocument of ${role} must allow sts:AssumeRole to ${service}.`;
  }

  function apiArnOf(resource: Resource): string {
    return `arn:aws:appsync:${region}:${accountId}:apis/${String(resource.properties.ApiId)}`;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
