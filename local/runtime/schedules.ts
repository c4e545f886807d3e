import type { Resource, ResolvedStack } from '../assembly/resources.ts';
import { LocalError, toError } from '../errors.ts';
import { parseExpression, type ScheduleKind } from '../services/events/expression.ts';
import type { ScheduleConfig, ScheduleTarget } from '../services/events/service.ts';

/** A target as rules and Scheduler state it. */
interface TargetProperties {
  readonly Arn?: string;
  readonly Input?: string;
  readonly RoleArn?: string;
}

interface RuleProperties {
  readonly ScheduleExpression?: string;
  readonly EventPattern?: unknown;
  readonly EventBusName?: string;
  readonly State?: string;
  readonly Targets?: readonly TargetProperties[];
}

interface SchedulerProperties {
  readonly ScheduleExpression?: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly State?: string;
  readonly StartDate?: string;
  readonly EndDate?: string;
  readonly Target?: TargetProperties;
}

const UTC = ['UTC', 'Etc/UTC'];
/** Of a target: what a Lambda function's needs, and what changes nothing, as a function's queue takes every event. */
const TARGET_PROPERTIES = ['Arn', 'Id', 'Input', 'RoleArn', 'RetryPolicy'];

/** The schedules of a stack as the events service takes them; everything it cannot run is listed in one error. */
export function readSchedules(stack: ResolvedStack): ScheduleConfig[] {
  const problems: string[] = [];
  const functions = new Set(
    stack.ofType('AWS::Lambda::Function').map((resource) => resource.attribute('Arn')),
  );
  const rules = stack.ofType('AWS::Events::Rule').flatMap(readRule);
  const schedules = stack.ofType('AWS::Scheduler::Schedule').flatMap(readScheduler);
  if (problems.length === 0) return [...rules, ...schedules];
  throw new LocalError(
    'ERR_TEMPLATE_UNSUPPORTED',
    `The stack's schedules use what this local cloud does not have:\n  ${problems.join('\n  ')}`,
  );

  function readRule(resource: Resource): ScheduleConfig[] {
    const rule = resource.properties as RuleProperties;
    const problem = (what: string): void => void problems.push(`${resource.logicalId}: ${what}`);
    const enabled = (rule.State ?? 'ENABLED') !== 'DISABLED';
    const targets = rule.Targets ?? [];
    // A rule that waits for events, and not for a time: event-rules.ts.
    if (rule.EventPattern !== undefined && rule.ScheduleExpression === undefined) return [];
    if (![undefined, 'default'].includes(rule.EventBusName)) {
      problem(`a schedule is possible on the default event bus only, not ${rule.EventBusName}`);
    }
    return [
      {
        ...identityOf(resource),
        ...expressionOf('rule', rule.ScheduleExpression, problem),
        enabled,
        targets: targets.flatMap((target) => targetOf(target, problem)),
      },
    ];
  }

  function readScheduler(resource: Resource): ScheduleConfig[] {
    const schedule = resource.properties as SchedulerProperties;
    const problem = (what: string): void => void problems.push(`${resource.logicalId}: ${what}`);
    const zone = schedule.ScheduleExpressionTimezone ?? 'UTC';
    if (!UTC.includes(zone)) problem(`the time zone ${zone} is not supported; use UTC`);
    const [startMs, endMs] = [schedule.StartDate, schedule.EndDate].map((date) =>
      date === undefined ? undefined : Date.parse(date),
    );
    return [
      {
        ...identityOf(resource),
        ...expressionOf('scheduler', schedule.ScheduleExpression, problem),
        enabled: (schedule.State ?? 'ENABLED') === 'ENABLED',
        ...(startMs === undefined ? {} : { startMs }),
        ...(endMs === undefined ? {} : { endMs }),
        targets: targetOf(schedule.Target ?? {}, problem),
      },
    ];
  }

  function targetOf(target: TargetProperties, problem: (what: string) => void): ScheduleTarget[] {
    const { Arn: arn = '', Input: input, RoleArn: roleArn } = target;
    const unknown = Object.keys(target).filter((name) => !TARGET_PROPERTIES.includes(name));
    if (unknown.length > 0) problem(`${unknown.join(', ')} of a target is not supported`);
    if (!functions.has(arn)) {
      problem(`its target ${arn || '(none)'} is not a Lambda function of this stack`);
    }
    // documented: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html (Input is valid JSON)
    if (input !== undefined && !isJson(input)) problem(`its target's Input is not JSON: ${input}`);
    return [
      {
        arn,
        ...(input === undefined ? {} : { input }),
        ...(roleArn === undefined ? {} : { roleArn }),
      },
    ];
  }
}

function identityOf(resource: Resource): { name: string; arn: string } {
  return { name: resource.ref, arn: resource.attribute('Arn') };
}

function expressionOf(
  kind: ScheduleKind,
  expression: string | undefined,
  problem: (what: string) => void,
): { kind: ScheduleKind; expression: string } {
  try {
    parseExpression(expression ?? '', kind);
  } catch (error) {
    problem(`its ScheduleExpression "${expression ?? ''}" is wrong: ${toError(error).message}`);
  }
  return { kind, expression: expression ?? '' };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
