import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { configureAmplify } from '../support/amplify.ts';
import { APPS } from '../support/apps.ts';
import { SEED, startTestCloud } from '../support/cloud.ts';
import {
  editAssembly,
  takeAway,
  takeAwayType,
  trustOnly,
  type EditableTemplate,
} from '../support/edited-assembly.ts';
import { createDecider, explain, listGrants, whoNeeds } from '../support/grants/grants.ts';
import { runJourneys, type Journey } from '../support/grants/journeys.ts';
import { signInPerson, type Person } from '../support/person.ts';

/** The template's roles are allowed what the product's journeys need, and nothing else. */

const TEST_TIMEOUT_MS = 60_000;
const STATEMENT = /^[\w:/.-]+, statement \d+$/;

let cloud: LocalCloud;
let journeys: readonly Journey[];

beforeAll(async () => {
  cloud = await startTestCloud(APPS.reports, { seed: SEED });
  journeys = await runJourneys(cloud);
}, 90_000);

afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});

test('every call of every journey is allowed by a statement that can be named', () => {
  const calls = journeys.flatMap((journey) => journey.calls);
  const isAllowed = createDecider(cloud.access.rules);

  expect(calls.length).toBeGreaterThan(100);
  for (const call of calls) {
    expect(call.allowedBy, `${call.caller} ${call.action} ${call.resource}`).toMatch(STATEMENT);
    expect(isAllowed(call)).toBe(true);
  }
});

test('without any one action or resource of any statement, a journey is AccessDenied', () => {
  const grants = listGrants(cloud.access.rules);
  const unneeded = grants.filter((grant) => whoNeeds(grant, journeys).size === 0);

  expect(grants.length).toBeGreaterThan(40);
  // What only AWS needs has a reason.
  expect(
    unneeded
      .filter((grant) => explain(grant) === undefined)
      .map(({ role, place, part }) => `${role}: ${part} of ${place}`),
  ).toEqual([]);
});

test('every role of the template is met by some journey', () => {
  const callers = new Set(journeys.flatMap(({ calls }) => calls.map(({ caller }) => caller)));

  const unmet = [...cloud.access.rules.roles].filter(([arn]) => !callers.has(arn));
  // AppSync's own, for its log.
  expect(unmet.map(([, { logicalId }]) => logicalId)).toEqual([
    expect.stringMatching(/^ApiLogsRole/),
  ]);
});

test('the journal is told at /_grants, and begun anew by DELETE', async () => {
  await using reader = await startEdited(() => undefined);
  await reader.person.read(crypto.randomUUID());
  const own = `${reader.cloud.awsOrigin}/_grants`;

  expect(await (await fetch(own)).json()).toMatchObject({
    calls: [{ action: 'dynamodb:GetItem', allowedBy: expect.stringMatching(STATEMENT) as string }],
  });
  expect(await (await fetch(own, { method: 'DELETE' })).json()).toEqual({ calls: [] });
  expect((await fetch(own, { method: 'PUT' })).status).toBe(405);
});

interface Edited extends AsyncDisposable {
  readonly cloud: LocalCloud;
  readonly person: Person;
  readonly logged: readonly string[];
}

/** The product with a mistake in its template; without datasets unless they are asked for. */
async function startEdited(
  edit: (template: EditableTemplate) => void,
  more: { readonly seed?: string } = {},
): Promise<Edited> {
  const app = await editAssembly(APPS.reports, edit);
  const logged: string[] = [];
  const keep = (message: string, fields: object = {}): void =>
    void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log = { info() {}, warn: keep, error: keep };
  const edited = await startTestCloud(app, { log, ...more });
  configureAmplify(edited);
  return {
    cloud: edited,
    person: await signInPerson(edited),
    logged,
    async [Symbol.asyncDispose]() {
      await edited[Symbol.asyncDispose]();
      await app[Symbol.asyncDispose]();
    },
  };
}

test(
  'a generator that may not write files ends in STORAGE_ERROR, and the log has the statement',
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    await using edited = await startEdited((template) =>
      takeAway(template, 'generatereport', 's3:PutObject'),
    );
    const reportId = crypto.randomUUID();
    await edited.person.order(reportId);
    const report = await edited.person.until(reportId, ({ status }) => status === 'FAILED');

    expect(report.error?.code).toBe('STORAGE_ERROR');
    const line = edited.logged.find((each) => each.startsWith('access denied: ')) ?? '';
    expect(line).toMatch(
      /assumed-role\/Reports-Functionsgeneratereport\S+ is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::\S+ because no identity-based policy allows the s3:PutObject action/,
    );
    expect(line).toContain('"role":"FunctionsgeneratereportServiceRole');
    expect(line).toContain('\\"Action\\":\\"s3:PutObject\\"');
  },
);

test.each([
  ['ReportsWriter', 'dynamodb:PutItem'],
  ['ReportsReader', 'dynamodb:GetItem'],
])(
  'without %s’s %s an order is refused, and the log has the statement',
  { timeout: TEST_TIMEOUT_MS },
  async (role, action) => {
    await using edited = await startEdited((template) => takeAway(template, role, action));
    const { body } = await edited.person.order(crypto.randomUUID());

    expect(body.errors?.[0]?.errorType).toBe('ServiceUnavailable');
    expect(edited.logged.join('\n')).toMatch(
      new RegExp(`assumed-role/\\S*${role}\\S*/APPSYNC_ASSUME_ROLE is not authorized.*: ${action}`),
    );
  },
);

test(
  'an order whose generator may not be invoked waits for recovery, and the log has the statement',
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    await using edited = await startEdited((template) =>
      takeAway(template, 'GraphqlGenerator', 'lambda:InvokeFunction'),
    );
    const reportId = crypto.randomUUID();
    await edited.person.order(reportId);

    expect((await edited.person.read(reportId))?.status).toBe('QUEUED');
    expect(edited.logged.join('\n')).toMatch(
      /ApiGraphqlGeneratorRole\S*\/APPSYNC_ASSUME_ROLE is not authorized to perform: lambda:InvokeFunction/,
    );
  },
);

test(
  'a generator without a grant on the API starts no report, and the log names the field',
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    await using edited = await startEdited((template) =>
      takeAway(template, 'generatereport', 'appsync:GraphQL'),
    );
    const reportId = crypto.randomUUID();
    await edited.person.order(reportId);
    await expect
      .poll(() => edited.logged.join('\n'), { timeout: 10_000 })
      .toMatch(/appsync:GraphQL on resource: \S+\/types\/Mutation\/fields\/reportStarted because/);

    expect((await edited.person.read(reportId))?.status).toBe('QUEUED');
  },
);

test.each([
  [
    'athena:StartQueryExecution',
    /athena:StartQueryExecution on resource: \S+:workgroup\/\S+ because/,
  ],
  ['glue:GetTable', /glue:GetTable on resource: \S+:catalog because/],
  ['s3:ListBucket', /s3:ListBucket on resource: arn:aws:s3:::reports-storefiles\S+ because/],
])(
  'a generator without %s ends a report by Athena, and the log has the statement',
  { timeout: TEST_TIMEOUT_MS },
  async (action, denied) => {
    await using edited = await startEdited(
      (template) => takeAway(template, 'generatereport', action),
      { seed: SEED },
    );
    const reportId = crypto.randomUUID();
    const definition = { flightDetails: { fromDate: '2001-01-01', toDate: '2001-01-02' } };
    await edited.person.order(reportId, { definition, engine: 'ATHENA' });
    const report = await edited.person.until(reportId, ({ status }) => status === 'FAILED');

    expect(report.error?.code).toBe('SOURCE_UNAVAILABLE');
    expect(edited.logged.join('\n')).toMatch(denied);
  },
);

test(
  'a rule without the function’s permission is told at the start, and fires in vain',
  { timeout: TEST_TIMEOUT_MS },
  async () => {
    await using edited = await startEdited((template) =>
      takeAwayType(template, 'AWS::Lambda::Permission'),
    );
    const [schedule] = edited.cloud.services.events.schedules();
    const told = edited.logged.filter((line) => line.startsWith('The schedule '));
    await edited.cloud.services.events.fireNow(schedule?.name ?? '');

    const because = 'because no resource-based policy allows the lambda:InvokeFunction action';
    expect(told).toEqual([expect.stringContaining(because)]);
    const failed = edited.logged.filter((line) =>
      line.startsWith('a target did not take its event'),
    );
    expect(failed).toEqual([expect.stringContaining(because)]);
  },
);

test('a function whose role does not trust Lambda is refused at the start, in AWS’s words', async () => {
  const starting = startEdited((template) =>
    trustOnly(template, 'signdownload', 'ec2.amazonaws.com'),
  );

  await expect(starting).rejects.toMatchObject({
    code: 'ERR_TEMPLATE_INVALID',
    message: expect.stringMatching(
      /Functionssigndownload\w+: The role defined for the function cannot be assumed by Lambda\. The AssumeRolePolicyDocument of FunctionssigndownloadServiceRole\w+ must allow sts:AssumeRole to lambda\.amazonaws\.com\./,
    ) as string,
  });
});
