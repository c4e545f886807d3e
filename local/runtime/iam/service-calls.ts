import type { AccessControl } from '../../services/aws/iam/access-control.ts';
import { principalOfRole } from '../../services/aws/iam/role-principal.ts';
import type { AccessDetails } from '../../services/aws/iam/types.ts';
import { accessDeniedMessage } from '../../services/aws/iam/words.ts';
import type { CallingSchedule } from '../../services/events/service.ts';
import { accessDenied } from '../../services/lambda/refusals.ts';
import type { InvokeResult } from '../../services/lambda/types.ts';

const INVOKE = 'lambda:InvokeFunction';
// documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-lambda-permissions
export const EVENTS = 'events.amazonaws.com';
// documented: https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role
export const SCHEDULER = 'scheduler.amazonaws.com';
export const APPSYNC = 'appsync.amazonaws.com';
export const LAMBDA = 'lambda.amazonaws.com';

/** Why a rule or a schedule may not invoke its target, in AWS's words; undefined when it may. */
export function refuseSchedule(
  access: AccessControl,
  { kind, arn, roleArn }: CallingSchedule,
  target: string,
  isProbe = false,
): string | undefined {
  const accountId = arn.split(':')[4] ?? '';
  const details: AccessDetails = { keys: () => sourceKeys(arn, accountId), isProbe };
  if (kind === 'rule') {
    const denial = access.authorizeService(EVENTS, INVOKE, target, details);
    return denial && accessDeniedMessage(EVENTS, INVOKE, target, denial);
  }
  // assumed: the name of the session; only the role decides
  const principal = principalOfRole(roleArn ?? '', 'scheduler');
  const denial = access.authorize(principal, INVOKE, target, { isProbe });
  return denial && accessDeniedMessage(principal.arn, INVOKE, target, denial);
}

/** The refusal of an authorizer that AppSync may not invoke; undefined when it may. */
// documented: https://docs.aws.amazon.com/appsync/latest/APIReference/API_LambdaAuthorizerConfig.html (the function needs a resource-based policy)
export function refuseAuthorizer(
  access: AccessControl,
  apiArn: string,
  functionArn: string,
  isProbe = false,
): InvokeResult | undefined {
  const accountId = apiArn.split(':')[4] ?? '';
  const denial = access.authorizeService(APPSYNC, INVOKE, functionArn, {
    keys: () => sourceKeys(apiArn, accountId),
    isProbe,
  });
  if (!denial) return undefined;
  const refusal = accessDenied(APPSYNC, INVOKE, functionArn, denial);
  return { kind: 'refused', statusCode: refusal.statusCode, requestId: '', refusal };
}

/** What a call of a service by itself tells of what it is made for. */
export function sourceKeys(sourceArn: string, accountId: string): Record<string, string> {
  return { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': accountId };
}
