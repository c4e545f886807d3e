import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConformance, type ConformanceBed } from '../support/conformance-bed.ts';
import { exchange } from '../support/raw-http.ts';

/** AppSync's HTTP endpoint, by literal requests and literal answers. */

let bed: ConformanceBed;

beforeAll(async () => {
  bed = await startConformance();
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

/** The body of a 401, as the service prints it. */
const refused = (message: string): string =>
  `{\n  "errors" : [ {\n    "errorType" : "UnauthorizedException",\n    "message" : "${message}"\n  } ]\n}`;

test('a query with an API key is answered 200 with data first', async () => {
  const ok = await bed.post('{"query":"{ ping }"}');
  const partly = await bed.post('{"query":"{ ping iamOnly }"}');

  expect(ok.status).toBe(200);
  expect(ok.body).toBe('{"data":{"ping":"ping"}}');
  expect(ok.headers).toMatchObject({
    'content-type': 'application/json;charset=UTF-8',
    'x-amzn-appsync-tokensconsumed': '1',
  });
  expect(ok.headers['x-amzn-requestid']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(partly.body).toMatch(/^\{"data":\{"ping":"ping","iamOnly":null\},"errors":\[/);
});

test('a body is read as JSON whatever its content type', async () => {
  const key = { 'x-api-key': bed.apiKey };
  const answer = await bed.post('{"query":"{ ping }"}', {
    ...key,
    'content-type': 'application/graphql',
  });

  expect(answer.body).toBe('{"data":{"ping":"ping"}}');
});

test('an empty body and what cannot be parsed are 400 in the recorded words', async () => {
  const malformed = (message: string): string =>
    `{"errors":[{"message":"${message}","errorType":"MalformedHttpRequestException"}]}`;
  const empty = await bed.post('');
  const garbage = await Promise.all(
    ['meow', '{}', '{}}', '[]', '{"query":""}', '{"query":" "}', '{"query":"{ ping"}'].map((body) =>
      bed.post(body),
    ),
  );
  const several = await bed.post('{"query":"query A { ping } query B { ping }"}');

  expect(empty.status).toBe(400);
  expect(empty.body).toBe(malformed('Request body is empty.'));
  expect(garbage.map(({ status }) => status)).toEqual(garbage.map(() => 400));
  expect(new Set(garbage.map(({ body }) => body))).toEqual(
    new Set([malformed('Unable to parse GraphQL query.')]),
  );
  expect(several.body).toBe(malformed('Missing operation name.'));
  expect(several.headers['x-amzn-errortype']).toBe('MalformedHttpRequestException');
});

test('an unknown field is 200 with null data and an error of three keys', async () => {
  const answer = await bed.post('{"query":"{badfield}"}');

  expect(answer.status).toBe(200);
  expect(answer.body).toBe(
    '{"data":null,"errors":[{"path":null,"locations":[{"line":1,"column":2,"sourceName":null}],' +
      "\"message\":\"Validation error of type FieldUndefined: Field 'badfield' in type 'Query' is undefined @ 'badfield'\"}]}",
  );
});

test('validation errors are in the words of graphql-java', async () => {
  const message = async (query: string): Promise<unknown> => {
    const { body } = await bed.post(JSON.stringify({ query }));
    return (JSON.parse(body) as { errors: { message: string }[] }).errors[0]?.message;
  };

  expect(await message('{ parse }')).toBe(
    "Validation error of type MissingFieldArgument: Missing field argument text @ 'parse'",
  );
  expect(await message('query Q($a: Nope) { ping }')).toMatch(
    /^Validation error of type UnknownType: Unknown type Nope/,
  );
  expect(await message('{ directed }')).toBe(
    "Validation error of type SubSelectionRequired: Sub selection required for type Directed of field directed @ 'directed'",
  );
});

test('a missing variable has coerced Null, naming the variable and the innermost type', async () => {
  const query = 'query Q($input: RequiredInput!) { required(input: $input) }';
  const inner = await bed.post(JSON.stringify({ query, variables: { input: { id: null } } }));
  const outer = await bed.post(JSON.stringify({ query }));

  expect(inner.status).toBe(200);
  expect(inner.body).toBe(
    '{"data":null,"errors":[{"path":null,"locations":[{"line":1,"column":9,"sourceName":null}],' +
      '"message":"Variable \'input\' has coerced Null value for NonNull type \'ID!\'"}]}',
  );
  expect(outer.body).toContain(
    "Variable 'input' has coerced Null value for NonNull type 'RequiredInput!'",
  );
});

test('an unknown member of an input object is named', async () => {
  const query = 'query Q($input: RequiredInput!) { required(input: $input) }';
  const { body } = await bed.post(
    JSON.stringify({ query, variables: { input: { id: '1', x: 1 } } }),
  );

  expect(body).toContain(
    "The variables input contains a field name 'x' that is not defined for input object type 'RequiredInput'",
  );
});

test('a date that is none cannot be parsed as a valid date', async () => {
  const { body } = await bed.post(
    '{"query":"query Q($dateOfBirth: AWSDate) { scalars(date: $dateOfBirth) { date } }",' +
      '"variables":{"dateOfBirth":"2019-12-24T04:15:57.798Z"}}',
  );

  expect(body).toContain(
    '"message":"Variable \'dateOfBirth\' has an invalid value. Unable to parse `2019-12-24T04:15:57.798Z` as a valid date."',
  );
});

test('no credentials and wrong ones are 401, pretty-printed, with a header browsers can read', async () => {
  const none = await bed.post('{"query":"{ ping }"}', {});
  const wrong = await bed.post('{"query":"{ ping }"}', { 'x-api-key': 'da2-wrong' });
  const token = await bed.post('{"query":"{ ping }"}', { authorization: 'a.b.c' });

  expect(none.status).toBe(401);
  expect(none.body).toBe(refused('Valid authorization header not provided.'));
  expect(none.headerNames).toContain('x-amzn-ErrorType');
  expect(none.headers['x-amzn-errortype']).toBe('UnauthorizedException');
  expect(none.headers['access-control-allow-origin']).toBe('*');
  expect(none.headers['access-control-expose-headers']).toContain('x-amzn-errortype');
  expect([wrong.status, wrong.body]).toEqual([
    401,
    refused('You are not authorized to make this call.'),
  ]);
  expect(token.status).toBe(401);
});

test('a preflight is answered 200 without credentials', async () => {
  const answer = await exchange(
    bed.origin,
    'OPTIONS /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: https://app.example\r\n' +
      'Access-Control-Request-Method: POST\r\n' +
      'Access-Control-Request-Headers: content-type,authorization,x-amz-user-agent\r\n\r\n',
  );

  expect(answer.status).toBe(200);
  expect(answer.body).toBe('');
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type,authorization,x-amz-user-agent',
  });
});

test('a subscription over HTTP is refused as AppSync did since MQTT went', async () => {
  const answer = await bed.post('{"query":"subscription { onEvent { id } }"}');

  expect(answer.body).toBe(
    '{"errors":[{"message":"Subscriptions over MQTT is not supported.","errorType":"BadRequestException"}]}',
  );
});

test('a value that does not fit its type is null with an error of three keys', async () => {
  const { body } = await bed.post('{"query":"{ holes { requiredField } }"}');

  expect(body).toBe(
    '{"data":{"holes":null},"errors":[{"path":["holes","requiredField"],"locations":null,' +
      '"message":"Cannot return null for non-nullable type: \'String\' within parent \'Holes\' (/holes/requiredField)"}]}',
  );
});
