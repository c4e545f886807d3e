import path from 'node:path';
import type { LocalCloud } from './runtime/cloud.ts';
import type { DemoUser } from './runtime/amplify-outputs.ts';

export interface StartFacts {
  readonly startedInMs: number;
  readonly demoUsers: readonly DemoUser[];
  /** Pages beside the first one. */
  readonly pages: readonly (readonly [name: string, path: string])[];
  readonly host: string;
}

/** What `npm start` prints: what the template holds, where it runs, who can sign in, what was left out. */
export function describeCloud(
  cloud: LocalCloud,
  { startedInMs, demoUsers, pages, host }: StartFacts,
): string {
  const { stack, apiOrigin, awsOrigin, synthesised, api } = cloud;
  const faults = cloud.faults.active().map(({ spec }) => spec);
  const told = (what: string, { length }: readonly unknown[]): string =>
    `${length} ${what}${length === 1 ? '' : 's'}`;
  const counted = (what: string, ...types: string[]): string => told(what, stack.ofType(...types));
  const schedules = stack
    .ofType('AWS::Events::Rule', 'AWS::Scheduler::Schedule')
    // A rule without one waits for events.
    .filter(({ properties }) => properties.ScheduleExpression !== undefined);
  const source = synthesised ? 'synthesised' : 'from the kept assembly';
  const left = describeIgnored(stack.ignored);
  const lines = [
    '',
    `${stack.deployment.stackName} is running, ${source}, in ${(startedInMs / 1000).toFixed(1)} s.`,
    '',
    `  Template   ${[
      counted('resolver', 'AWS::AppSync::Resolver'),
      counted('data source', 'AWS::AppSync::DataSource'),
      counted('function', 'AWS::Lambda::Function'),
      counted('table', 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'),
      counted('bucket', 'AWS::S3::Bucket'),
      told('schedule', schedules),
      counted('Athena table', 'AWS::Glue::Table'),
    ].join(', ')}`,
    ...(left.length > 0 ? [`  Left out   ${left.join('\n             ')}`] : []),
    `  Page       ${apiOrigin}`,
    ...pages.map(([name, path]) => `  ${name.padEnd(11)}${apiOrigin}${path}`),
    ...(api ? [`  GraphQL    ${apiOrigin}/graphql`] : []),
    `  AWS        export AWS_ENDPOINT_URL=${awsOrigin} AWS_REGION=${stack.deployment.region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`,
    `  Logs       ${path.join(path.relative('', cloud.services.logDirectory), '<function>.log')}`,
    `  Sign in    ${demoUsers.map((user) => `${user.username} / ${user.password}`).join('\n             ')}`,
    ...(faults.length > 0
      ? [`  FAULTS ON  ${faults.join('\n             ')}   (seed ${cloud.faults.seed})`]
      : []),
    ...(host === '127.0.0.1'
      ? []
      : [`  Note       listening on ${host}: others on your network can reach this`]),
    '',
    'Ctrl-C stops it; reports stay. --help tells the options.',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

/** A line for each reason, with the types that are left out for it. */
function describeIgnored(ignored: LocalCloud['stack']['ignored']): string[] {
  const typesByReason = Map.groupBy(ignored, ({ reason }) => reason);
  return [...typesByReason].map(([reason, resources]) => {
    const types = [...new Set(resources.map(({ type }) => type))];
    return `${types.join(', ')} (${reason})`;
  });
}
