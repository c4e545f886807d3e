import { describe, expect, test } from 'vitest';
import { javaText } from './java-text.ts';
import { scalarNamed } from './table.ts';

const accepted: Record<string, unknown[]> = {
  AWSDate: [
    '1970-01-01',
    '1970-01-01Z',
    '1970-01-01-07:00',
    '1970-01-01+05:30:00',
    '-2017-05-01',
    '2024-02-29',
  ],
  AWSTime: ['12:30', '12:30Z', '12:30:24-07:00', '12:30:24.500+05:30', '12:00:00.123456789'],
  AWSDateTime: [
    '2020-01-01T00:00Z',
    '2020-01-01T00:00+00:00',
    '1970-01-01T12:30:24.5-07:00',
    '-2017-05-01T12:30:24.500+05:30:15',
  ],
  AWSTimestamp: [0, -1, 1714568400, 31556889864403199],
  AWSEmail: ['a@b', 'jeff@amazon.com', "o'neil+x@sub.example.org"],
  AWSURL: [
    'http://localhost/',
    'mailto:a@b.example',
    'https://example.com/a?u=//x',
    'ftp://example.com/a',
  ],
  AWSPhone: ['+44 20 7946 0958', '206-555-0100', '+1 206 555 0100', '2065550100'],
  AWSIPAddress: ['123.12.34.56', '123.45.67.89/16', '1a2b:3c4b::1234:4567', '::1/128'],
};

const refused: Record<string, unknown[]> = {
  AWSDate: ['2019-12-24T04:15:57.798Z', '2023-02-29', '2020-13-01', '20-01-01', 20200101, true],
  AWSTime: ['24:00', '12:30.5', '12:30:24.1234567890', '1:30', '12:60'],
  AWSDateTime: [
    '2020-05-19T11:5:29.000Z',
    '2020-01-01T00:00',
    '2020-01-01',
    '2020-02-30T00:00Z',
    '',
  ],
  AWSTimestamp: ['1714568400', 1.5, 31556889864403200 * 2, true],
  AWSEmail: ['a', 'Jeff <jeff@amazon.com>', '@b', 'a@', 'a b@c'],
  AWSURL: [
    'amazon.com',
    'www.amazon.com',
    'https://example.com/a//b',
    'http:',
    'https://exa mple.com',
    '//example.com',
  ],
  AWSPhone: ['1110004444', '12', '+44 (0)20 7946', 'abc', '+', 2065550100],
  AWSIPAddress: ['123.12.34', '[::1]', '127.0.0.1:80', '127.0.0.1/33', '::1/129', '1.2.3.4/'],
};

for (const [name, values] of Object.entries(accepted)) {
  test(`${name} accepts valid values unchanged both ways`, () => {
    for (const value of values) {
      expect(scalarNamed(name).parse(value)).toEqual({ value });
      expect(scalarNamed(name).serialize(value)).toEqual({ value });
    }
  });
}

for (const [name, values] of Object.entries(refused)) {
  test(`${name} refuses what it does not hold`, () => {
    for (const value of values) {
      expect(scalarNamed(name).parse(value), String(value)).toHaveProperty('problem');
    }
  });
}

test('refusals use the words recorded from the service', () => {
  expect(scalarNamed('AWSDate').parse('2019-12-24T04:15:57.798Z')).toEqual({
    problem: 'Unable to parse `2019-12-24T04:15:57.798Z` as a valid date.',
  });
  expect(scalarNamed('AWSDateTime').parse('2019')).toEqual({
    problem: 'Unable to parse `2019` as a valid DateTime Object.',
  });
  expect(scalarNamed('AWSDateTime').serialize('2020-05-23T06:4:37.000Z')).toEqual({
    problem: 'Unable to serialize `2020-05-23T06:4:37.000Z` as a valid DateTime Object.',
  });
  expect(scalarNamed('AWSPhone').parse('1110004444')).toEqual({
    problem: 'Unable to parse `1110004444` as a valid phone number.',
  });
});

describe('AWSJSON', () => {
  const json = scalarNamed('AWSJSON');

  test('parses a string of JSON into the value resolvers see', () => {
    expect(json.parse('{"a":[1,null]}')).toEqual({ value: { a: [1, null] } });
    expect(json.parse('"text"')).toEqual({ value: 'text' });
    expect(json.parse('null')).toEqual({ value: null });
  });

  test('refuses objects, lists and loose JSON', () => {
    for (const value of [{ a: 1 }, [1], '{a: 1}', "{'a':1}", 'bare', 1]) {
      expect(json.parse(value)).toHaveProperty('problem');
    }
  });

  test('writes one string whatever the resolver returned, never encoding JSON text twice', () => {
    expect(json.serialize({ a: 1 })).toEqual({ value: '{"a":1}' });
    expect(json.serialize([1, 'x'])).toEqual({ value: '[1,"x"]' });
    expect(json.serialize(7)).toEqual({ value: '7' });
    expect(json.serialize('{"a":1}')).toEqual({ value: '{"a":1}' });
    expect(json.serialize('text')).toEqual({ value: '"text"' });
  });
});

test('built-in scalars convert as the Java engine does', () => {
  expect(scalarNamed('Int').serialize('5')).toEqual({ value: 5 });
  expect(scalarNamed('Int').serialize(2 ** 31)).toHaveProperty('problem');
  expect(scalarNamed('Int').parse('five')).toEqual({
    problem: "Expected type 'Int' but was 'String'.",
  });
  expect(scalarNamed('ID').serialize(42)).toEqual({ value: '42' });
  expect(scalarNamed('String').serialize(1.5)).toEqual({ value: '1.5' });
  expect(scalarNamed('Boolean').serialize('TRUE')).toEqual({ value: true });
  expect(javaText({ a: 1, b: ['x', null] })).toBe('{a=1, b=[x, null]}');
});
