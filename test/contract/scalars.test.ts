import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';

/** AppSync's scalars, into resolvers and out of them. */

let bed: ConformanceBed;

beforeAll(async () => {
  bed = await startConformance();
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

const TYPES = {
  date: 'AWSDate',
  time: 'AWSTime',
  dateTime: 'AWSDateTime',
  timestamp: 'AWSTimestamp',
  email: 'AWSEmail',
  json: 'AWSJSON',
  url: 'AWSURL',
  phone: 'AWSPhone',
  ip: 'AWSIPAddress',
} as const;
type Name = keyof typeof TYPES;

const echo = async (name: Name, value: unknown): Promise<string> =>
  (
    await bed.post(
      JSON.stringify({
        query: `query Q($v: ${TYPES[name]}) { scalars(${name}: $v) { ${name} } }`,
        variables: { v: value },
      }),
    )
  ).body;
const output = async (value: object, selection: string): Promise<string> =>
  (
    await bed.post(
      JSON.stringify({
        query: `query Q($v: AWSJSON!) { output(value: $v) { ${selection} } }`,
        variables: { v: JSON.stringify(value) },
      }),
    )
  ).body;

test('valid values come back unchanged', async () => {
  const valid: [Name, unknown][] = [
    ['date', '1970-01-01Z'],
    ['date', '1970-01-01+05:30:00'],
    ['time', '12:30'],
    ['time', '12:30:24.500+05:30'],
    ['dateTime', '2020-01-01T00:00+00:00'],
    ['dateTime', '-2017-05-01T12:30:24Z'],
    ['timestamp', 1_700_000_000],
    ['timestamp', -1],
    ['email', 'a@b.example'],
    ['url', 'mailto:ann@example.com'],
    ['url', 'http://localhost/'],
    ['phone', '+1 212-555-4567'],
    ['ip', '123.45.67.89/16'],
    ['ip', '1a2b:3c4b::1234:4567'],
  ];
  for (const [name, value] of valid) {
    expect(await echo(name, value)).toBe(
      `{"data":{"scalars":{"${name}":${JSON.stringify(value)}}}}`,
    );
  }
});

test('invalid values are refused in the words of the service', async () => {
  const invalid: [Name, unknown][] = [
    ['date', '2020-02-30'],
    ['date', '2020-01-01T00:00:00Z'],
    ['time', '24:00'],
    ['time', '12:30.5'],
    ['dateTime', '2020-01-01T00:00:00'],
    ['dateTime', '2020-05-19T11:5:29.000Z'],
    ['email', 'nobody'],
    ['url', 'www.example.com'],
    ['phone', 'abc'],
    ['ip', '1.2.3.256'],
    ['json', '{a: 1}'],
    ['json', 'text'],
  ];
  for (const [name, value] of invalid) {
    expect(await echo(name, value)).toMatch(
      /^\{"data":null,"errors":\[\{"path":null,"locations":\[.*\],"message":"Variable 'v' has an invalid value\./,
    );
  }
});

test('AWSJSON comes as a text, is parsed in the resolver, and leaves as a text', async () => {
  const { body } = await bed.post(
    JSON.stringify({
      query: 'query Q($json: AWSJSON) { jsonKind(json: $json) }',
      variables: { json: '{"a":1}' },
    }),
  );

  expect(body).toBe('{"data":{"jsonKind":"object string 1"}}');
  expect(await echo('json', '{"a":[1,null]}')).toBe(
    String.raw`{"data":{"scalars":{"json":"{\"a\":[1,null]}"}}}`,
  );
});

test('AWSJSON must be a text of JSON: objects and loose JSON are refused', async () => {
  expect(await echo('json', { a: 1 })).toContain('"data":null');
  expect(await echo('json', "{'a':1}")).toContain('"data":null');
});

test('what a resolver returns for AWSJSON is written as one text; JSON text is not encoded twice', async () => {
  const written = async (value: unknown): Promise<string> => output({ json: value }, 'json');
  const data = (json: string): string => `{"data":{"output":{"json":${JSON.stringify(json)}}}}`;

  expect(await written({ a: 1 })).toBe(data('{"a":1}'));
  expect(await written([1, 'x'])).toBe(data('[1,"x"]'));
  expect(await written(1)).toBe(data('1'));
  expect(await written('plain')).toBe(data('"plain"'));
  expect(await written('{"a":1}')).toBe(data('{"a":1}'));
});

test('a value that cannot be serialised is null with an error of three keys', async () => {
  expect(await output({ dateTime: '2020-05-23T06:4:37.000Z' }, 'dateTime')).toBe(
    '{"data":{"output":{"dateTime":null}},"errors":[{"path":["output","dateTime"],"locations":null,' +
      '"message":"Can\'t serialize value (/output/dateTime) : Unable to serialize `2020-05-23T06:4:37.000Z` as a valid DateTime Object."}]}',
  );
});

test('an object where a list belongs is a type mismatch, a null in a non-null goes up', async () => {
  expect(await output({ list: { a: 1 } }, 'list')).toContain(
    '"message":"Can\'t resolve value (/output/list) : type mismatch error, expected type LIST, got OBJECT"',
  );
  expect(await output({ required: {}, int: 1 }, 'int required { id }')).toBe(
    '{"data":{"output":{"int":1,"required":null}},"errors":[{"path":["output","required","id"],"locations":null,' +
      '"message":"Cannot return null for non-nullable type: \'ID\' within parent \'Inner\' (/output/required/id)"}]}',
  );
});
