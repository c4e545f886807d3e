import type { Resource, ResolvedStack } from '../assembly/resources.ts';
import { LocalError, toError } from '../errors.ts';
import {
  busName,
  DEFAULT_BUS,
  type EventRule,
  type EventTarget,
} from '../services/events/event-buses.ts';
import { parsePattern } from '../services/events/pattern.ts';
import { parseInput, type InputOptions } from '../services/events/target-input.ts';

interface TargetProperties extends InputOptions {
  readonly Arn?: string;
}

interface RuleProperties {
  readonly EventPattern?: unknown;
  readonly EventBusName?: string;
  readonly State?: string;
  readonly Targets?: readonly TargetProperties[];
}

/** What is understood of a target, and what changes nothing here: a function's queue takes every event at once. */
const TARGET_PROPERTIES = [
  'Arn',
  'Id',
  'Input',
  'InputPath',
  'InputTransformer',
  'RoleArn',
  'RetryPolicy',
];

/** The event buses of a stack and the rules that wait for events on them; everything that cannot be run is one error. */
export function readEventRules(stack: ResolvedStack): { buses: string[]; rules: EventRule[] } {
  const problems: string[] = [];
  const buses = stack.ofType('AWS::Events::EventBus').map(({ ref }) => ref);
  const functions = stack.ofType('AWS::Lambda::Function').map((each) => each.attribute('Arn'));
  const logGroups = stack.ofType('AWS::Logs::LogGroup').map((each) => each.attribute('Arn'));
  const rules = stack.ofType('AWS::Events::Rule').flatMap(readRule);
  if (problems.length === 0) return { buses, rules };
  throw new LocalError(
    'ERR_TEMPLATE_UNSUPPORTED',
    `The stack's event rules use what this local cloud does not have:\n  ${problems.join('\n  ')}`,
  );

  function readRule(resource: Resource): EventRule[] {
    const {
      EventPattern,
      EventBusName,
      State,
      Targets = [],
    } = resource.properties as RuleProperties;
    if (EventPattern === undefined || State === 'DISABLED' || Targets.length === 0) return [];
    const problem = (what: string): void => void problems.push(`${resource.logicalId}: ${what}`);
    const bus = busName(EventBusName ?? DEFAULT_BUS);
    if (bus !== DEFAULT_BUS && !buses.includes(bus)) {
      problem(`its event bus ${bus} is not one of this stack`);
    }
    const attempt = <T>(what: string, read: () => T): T | undefined => {
      try {
        return read();
      } catch (error) {
        problem(`${what}: ${toError(error).message}`);
        return undefined;
      }
    };
    const matches = attempt('its EventPattern', () => parsePattern(EventPattern));
    const targets = Targets.flatMap((target) => readTarget(target, problem, attempt));
    const name = resource.ref;
    return matches ? [{ name, arn: resource.attribute('Arn'), bus, matches, targets }] : [];
  }

  function readTarget(
    target: TargetProperties,
    problem: (what: string) => void,
    attempt: <T>(what: string, read: () => T) => T | undefined,
  ): EventTarget[] {
    const { Arn: arn = '' } = target;
    const unknown = Object.keys(target).filter((name) => !TARGET_PROPERTIES.includes(name));
    if (unknown.length > 0) problem(`${unknown.join(', ')} of a target is not supported`);
    if (!functions.includes(arn) && !logGroups.includes(`${arn.replace(/:\*$/, '')}:*`)) {
      problem(
        `its target ${arn || '(none)'} is neither a Lambda function nor a log group of this stack; SQS, SNS and other targets are not there`,
      );
    }
    const input = attempt('its target', () => parseInput(target));
    return input ? [{ arn, input }] : [];
  }
}
