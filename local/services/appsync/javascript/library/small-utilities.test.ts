import { describe, expect, it } from 'vitest';
import { contextWith, runBody, TEST_TIME_MS, valueOf } from '../test-bed.ts';

describe('text encodings', () => {
  it.each([
    ["urlEncode('a b&c=ü*~/')", 'a+b%26c%3D%C3%BC*%7E%2F'],
    ["urlDecode('a+b%26c%3D%C3%BC')", 'a b&c=ü'],
    ["base64Encode('grüße')", 'Z3LDvMOfZQ=='],
    ["base64Decode('Z3LDvMOfZQ==')", 'grüße'],
    ['escapeJavaScript("it\'s </a>\\n\\u00fc")', "it\\'s <\\/a>\\n\\u00FC"],
  ])('%s', (call, text) => {
    expect(valueOf(`util.${call}`)).toBe(text);
  });

  it('refuse text that is not URL-encoded', () => {
    expect(runBody("return util.urlDecode('%E0%A4%A');").kind).toBe('failed');
  });
});

describe('identifiers', () => {
  it('have the form and the time of their kind', () => {
    const [id, ulid, ksuid] = valueOf(
      '[util.autoId(), util.autoUlid(), util.autoKsuid()]',
    ) as string[];

    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ulid).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect(ksuid).toMatch(/^[0-9A-Za-z]{27}$/);
    expect(ulidTime(ulid ?? '')).toBe(TEST_TIME_MS);
  });

  function ulidTime(ulid: string): number {
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    return Array.from(ulid.slice(0, 10)).reduce(
      (sum, char) => sum * 32 + alphabet.indexOf(char),
      0,
    );
  }
});

describe('util.math and util.str', () => {
  it('compute as their page says', () => {
    expect(
      valueOf('[util.math.roundNum(2.5), util.math.minVal(1, 2), util.math.maxVal(1, 2)]'),
    ).toEqual([3, 1, 2]);
    expect(valueOf("util.str.normalize('e\\u0301', 'nfc')")).toBe('é');
    expect(runBody("return util.str.normalize('a', 'nfz');").kind).toBe('failed');
  });

  it('stay inside the range', () => {
    const values = Array.from(
      { length: 30 },
      () => valueOf('util.math.randomWithinRange(2, 4)') as number,
    );

    expect(values.every((value) => Number.isInteger(value) && value >= 2 && value <= 4)).toBe(true);
  });
});

describe('util.authType, as recorded on AWS', () => {
  const iam = {
    accountId: '1',
    sourceIp: ['1'],
    username: 'u',
    userArn: 'arn',
    cognitoIdentityId: null,
  };
  const oidc = { sub: 's', issuer: 'i', claims: {} };
  const pool = {
    ...oidc,
    username: 'u',
    sourceIp: ['1'],
    defaultAuthStrategy: 'ALLOW',
    groups: null,
  };
  it.each([
    ['API Key Authorization', null],
    ['Lambda Authorization', {}],
    ['Lambda Authorization', { resolverContext: { a: 1 } }],
    ['IAM Authorization', iam],
    ['API Key Authorization', { ...iam, sourceIp: null }],
    ['User Pool Authorization', pool],
    ['API Key Authorization', { ...oidc, username: 'u' }],
    ['Open ID Connect Authorization', oidc],
    ['API Key Authorization', { claims: {} }],
  ])('%s for %j', (name, identity) => {
    expect(valueOf('util.authType()', contextWith({ identity }))).toBe(name);
  });
});

describe('util.http', () => {
  it('copies headers but those of one connection', () => {
    expect(
      valueOf(
        'util.http.copyHeaders(ctx.request.headers)',
        contextWith({
          request: {
            headers: { 'x-a': ['1', '2'], host: 'h', 'Content-Length': '3' },
            domainName: null,
          },
        }),
      ),
    ).toEqual({ 'x-a': ['1', '2'] });
  });

  it('adds response headers, the last value winning', () => {
    const outcome = runBody(
      "util.http.addResponseHeader('itemsCount', 7); util.http.addResponseHeaders({ a: 'x', o: { b: 1 } }); util.http.addResponseHeader('a', 'y');",
    );

    expect(outcome.extensions.responseHeaders).toEqual({ itemsCount: '7', a: 'y', o: '{"b":1}' });
    expect(outcome.appended).toEqual([]);
  });

  it.each([
    "'Content-Type', 'text/html'",
    "'x-amz-id', '1'",
    "'X-Amzn-Trace', '1'",
    "'Access-Control-Allow-Origin', '*'",
    "'Vary', '*'",
    "'', 'x'",
    "'a', null",
    "'a b', 'x'",
    "'a', 'x\\r\\nb: y'",
    "'a', ctx.args.long",
  ])('leaves out %s and says so', (args) => {
    const ctx = contextWith({ args: { long: 'x'.repeat(4_096) } });
    const outcome = runBody(`util.http.addResponseHeader(${args}); return 1;`, ctx);

    expect(outcome).toMatchObject({
      kind: 'returned',
      appended: [{ errorType: 'ResponseHeaderError' }],
    });
    expect(outcome.extensions.responseHeaders).toEqual({});
  });
});

describe('util.xml', () => {
  it('reads the examples of its page', () => {
    const xml =
      '<?xml version="1.0" encoding="UTF-8"?><posts><post><id>1</id><title>Getting started with GraphQL</title></post></posts>';
    const posts = { posts: { post: { id: 1, title: 'Getting started with GraphQL' } } };

    expect(valueOf(`util.xml.toMap('${xml}')`)).toEqual(posts);
    expect(valueOf(`util.xml.toJsonString('${xml}')`)).toBe(JSON.stringify(posts));
    expect(valueOf(`util.xml.toJsonString('${xml}', true)`)).toBe(
      JSON.stringify(JSON.stringify(posts)),
    );
  });

  it('reads attributes, lists, entities, comments and CDATA', () => {
    const xml = '<a k="&lt;v&#33;"><!-- c --><b>1</b><b/><c x="1">t</c><d><![CDATA[<e>]]></d></a>';

    expect(valueOf(`util.xml.toMap('${xml}')`)).toEqual({
      a: { k: '<v!', b: [1, ''], c: { x: 1, content: 't' }, d: '<e>' },
    });
    expect(valueOf("util.xml.toMap('')")).toBe(null);
  });

  it.each(['<a>', '<a></b>', '</a>', '<a', 'x<'])('refuses %s', (xml) => {
    expect(runBody(`return util.xml.toMap('${xml}');`)).toMatchObject({
      error: { message: expect.stringContaining('XmlException') as string },
    });
  });
});
