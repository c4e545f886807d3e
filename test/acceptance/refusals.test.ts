import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalCloud } from '../../local/index.ts';
import { configureAmplify } from '../support/amplify.ts';
import { DEMO_USER, ROOT_CREDENTIALS, startTestCloud } from '../support/cloud.ts';
import { postRaw, signedHeaders, type RawAnswer } from '../support/graphql-request.ts';
import { signInWithAmplify } from '../support/users.ts';

/** What wrong input meets: literal bodies in, AppSync's own errors out, and nothing created. */

const GENERATE =
  'mutation G($input: GenerateReportInput!) { generateReport(input: $input) { reportId status } }';
const LIST = '{ listReports(first: 100) { items { reportId } } }';

let cloud: LocalCloud;
let token: string;

beforeAll(async () => {
  cloud = await startTestCloud();
  configureAmplify(cloud);
  token = await signInWithAmplify(DEMO_USER.username, DEMO_USER.password);
});

afterAll(async () => {
  const { body } = await post(JSON.stringify({ query: LIST }));
  await cloud[Symbol.asyncDispose]();
  expect(body).toEqual({ data: { listReports: { items: [] } } });
});

function post(body: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  return postRaw(cloud.apiOrigin, body, { authorization: token, ...headers });
}

function generate(input: unknown): Promise<RawAnswer> {
  return post(JSON.stringify({ query: GENERATE, variables: { input } }));
}

describe('requests that are not GraphQL', () => {
  test.each(['meow', '{"query": ', '[]', '{}', '{"query": "  "}', '{"query": "{ getReport("}'])(
    '%s is malformed',
    async (body) => {
      const answer = await post(body);

      expect(answer.status).toBe(400);
      expect(answer.body).toEqual({
        errors: [
          {
            errorType: 'MalformedHttpRequestException',
            message: 'Unable to parse GraphQL query.',
          },
        ],
      });
    },
  );

  test('an empty body is told apart', async () => {
    expect((await post('')).body.errors?.[0]?.message).toBe('Request body is empty.');
  });
});

describe('callers who are nobody', () => {
  test('without credentials', async () => {
    const answer = await postRaw(cloud.apiOrigin, JSON.stringify({ query: LIST }), {});

    expect(answer.status).toBe(401);
    expect(answer.headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
    expect(answer.body).toEqual({
      errors: [
        {
          errorType: 'UnauthorizedException',
          message: 'Valid authorization header not provided.',
        },
      ],
    });
  });

  test('with a token that is none', async () => {
    const answer = await post(JSON.stringify({ query: LIST }), { authorization: 'abc' });

    expect(answer.status).toBe(401);
    expect(answer.body.errors?.[0]?.errorType).toBe('UnauthorizedException');
  });

  test('with a token whose signature was tampered with', async () => {
    const [header, payload = '', signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody-else' }));
    const answer = await post(JSON.stringify({ query: LIST }), {
      authorization: `${header}.${forged.toString('base64url')}.${signature}`,
    });

    expect(answer.status).toBe(401);
  });

  test('with keys this account does not know', async () => {
    const body = JSON.stringify({ query: LIST });
    const headers = await signedHeaders(cloud.apiOrigin, body, {
      accessKeyId: 'AKIAUNKNOWN',
      secretAccessKey: 'secret',
    });
    const answer = await postRaw(cloud.apiOrigin, body, headers);

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body.data).toBeUndefined();
  });

  test('an IAM caller on a person\u2019s field', async () => {
    const body = JSON.stringify({ query: '{ getReport(reportId: "r") { reportId } }' });
    const headers = await signedHeaders(cloud.apiOrigin, body, ROOT_CREDENTIALS);
    const answer = await postRaw(cloud.apiOrigin, body, headers);

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      data: { getReport: null },
      errors: [
        {
          errorType: 'Unauthorized',
          message: 'Not Authorized to access getReport on type Query',
        },
      ],
    });
  });
});

describe('documents that do not fit the schema', () => {
  test('an unknown field', async () => {
    const { status, body } = await post('{"query": "{ getRaport(id: 1) { x } }"}');

    expect(status).toBe(200);
    expect(body).toEqual({
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 3, sourceName: null }],
          message:
            "Validation error of type FieldUndefined: Field 'getRaport' in type 'Query' is undefined @ 'getRaport'",
        },
      ],
    });
  });

  test.each([
    [
      'text for a number',
      { definition: { sample: { amountOfRows: 'many' } } },
      "Variable 'amountOfRows' has an invalid value. Expected type 'Int' but was 'String'.",
    ],
    [
      'a fraction',
      { definition: { sample: { amountOfRows: 1.5 } } },
      "Variable 'amountOfRows' has an invalid value. Expected type 'Int' but was 'Double'.",
    ],
    [
      'more than 32 bits',
      { definition: { sample: { amountOfRows: 3_000_000_000 } } },
      "Variable 'amountOfRows' has an invalid value. Expected type 'Int' but was 'Integer'.",
    ],
    [
      'an unknown format',
      { definition: { sample: { amountOfRows: 1 } }, format: 'DOC' },
      "Variable 'format' has an invalid value. Invalid input for Enum 'ReportFormat'. No value found for name 'DOC'",
    ],
    [
      'an unknown kind',
      { definition: { horoscope: {} } },
      "The variables input contains a field name 'horoscope' that is not defined for input object type 'ReportDefinitionInput'",
    ],
    [
      'no definition',
      {},
      "Variable 'input' has coerced Null value for NonNull type 'ReportDefinitionInput!'",
    ],
    [
      'a date that is none',
      { definition: { calendar: { fromDate: '2026-02-30', toDate: '2026-03-01' } } },
      "Variable 'fromDate' has an invalid value. Unable to parse `2026-02-30` as a valid date.",
    ],
  ])('%s', async (_, input, message) => {
    const { status, body } = await generate(input);

    expect(status).toBe(200);
    expect(body.data).toBeNull();
    expect(body.errors?.[0]?.message).toContain(message);
  });
});

describe('orders that cannot be', () => {
  const sample = (amountOfRows: number, delayMs = 0) => ({ sample: { amountOfRows, delayMs } });

  test.each([
    [
      { definition: {} },
      'input.definition',
      'input.definition: set one kind of report, for example sample',
    ],
    [
      { definition: { ...sample(1), calendar: { fromDate: '2026-01-01', toDate: '2026-01-02' } } },
      'input.definition',
      /^input.definition: set one kind of report, not 2 \((sample, calendar|calendar, sample)\)$/,
    ],
    [
      { definition: sample(-1) },
      'input.definition.sample.amountOfRows',
      'input.definition.sample.amountOfRows: must be 0 to 10000000, not -1',
    ],
    [
      { definition: sample(2_000_000_000) },
      'input.definition.sample.amountOfRows',
      'input.definition.sample.amountOfRows: must be 0 to 10000000, not 2000000000',
    ],
    [
      { definition: sample(1, 900_000) },
      'input.definition.sample.delayMs',
      'input.definition.sample.delayMs: must be 0 to 840000, not 900000',
    ],
    [
      { definition: { calendar: { fromDate: '2026-02-01', toDate: '2026-01-01' } } },
      'input.definition.calendar.toDate',
      'input.definition.calendar.toDate: must not be before fromDate (2026-02-01)',
    ],
    [
      { definition: { calendar: { fromDate: '1700-01-01', toDate: '2026-01-01' } } },
      'input.definition.calendar.toDate',
      'input.definition.calendar.toDate: must be within 200 years of fromDate',
    ],
    [
      {
        definition: { flightDelays: { fromDate: '2001-01-01', toDate: '2001-01-02', state: 'ZZ' } },
      },
      'input.definition.flightDelays.state',
      'input.definition.flightDelays.state: "ZZ" is not a US state; use two letters, for example CA',
    ],
    [
      { definition: sample(1), format: 'XLSX', gzip: true },
      'input.gzip',
      'input.gzip: is for CSV and JSONL; XLSX is compressed by itself',
    ],
    [
      { definition: sample(1), csv: { delimiter: '#' } },
      'input.csv.delimiter',
      'input.csv.delimiter: must be a comma, a semicolon, a tab or a vertical bar',
    ],
    [
      { definition: sample(1), reportId: 'seven' },
      'input.reportId',
      'input.reportId: must be a ULID (26 characters) or a UUID (36 characters)',
    ],
    [
      { definition: sample(1), title: 'x'.repeat(121) },
      'input.title',
      'input.title: must be at most 120 characters, not 121',
    ],
  ])('%j', async (input, field, message) => {
    const { status, body } = await generate(input);

    expect(status).toBe(200);
    // generateReport is non-null, so the error takes the whole answer with it.
    expect(body.data).toBeNull();
    expect(body.errors?.[0]).toMatchObject({ errorType: 'BadRequest', errorInfo: { field } });
    expect(body.errors?.[0]?.message).toMatch(message);
  });

  test.each([0, 101, -5])('a page of %i', async (first) => {
    const query = `{ listReports(first: ${first}) { items { reportId } } }`;
    const { body } = await post(JSON.stringify({ query }));

    expect(body.errors?.[0]).toMatchObject({
      errorType: 'BadRequest',
      message: `first: must be 1 to 100, not ${first}`,
    });
  });

  test('a page after a token of nowhere', async () => {
    const query = '{ listReports(after: "nowhere") { items { reportId } } }';
    const { body } = await post(JSON.stringify({ query }));

    expect(body.errors?.[0]).toMatchObject({
      errorType: 'BadRequest',
      errorInfo: { field: 'after' },
    });
  });
});
