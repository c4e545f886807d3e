import { expect, test } from 'vitest';
import { resolveStack, type ResolvedStack } from '../assembly/resources.ts';
import type { Template } from '../assembly/template.ts';
import { readSiteHeaders } from './site-headers.ts';

const AWS_ORIGIN = 'http://127.0.0.1:4566';

function policy(contentSecurityPolicy: unknown, more: object = {}) {
  return {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: {
      ResponseHeadersPolicyConfig: {
        Name: 'any',
        SecurityHeadersConfig: {
          ContentSecurityPolicy: { ContentSecurityPolicy: contentSecurityPolicy, Override: true },
          ContentTypeOptions: { Override: true },
          FrameOptions: { FrameOption: 'DENY', Override: true },
          ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
          StrictTransportSecurity: {
            AccessControlMaxAgeSec: 600,
            IncludeSubdomains: true,
            Override: true,
          },
        },
        CustomHeadersConfig: { Items: [{ Header: 'X-Own', Value: 'yes', Override: true }] },
        ...more,
      },
    },
  };
}

function stackOf(Resources: object): ResolvedStack {
  return resolveStack(
    {
      stackName: 'Demo',
      template: { Resources } as unknown as Template,
      assetPath: () => undefined,
    },
    { accountId: '111122223333', region: 'eu-west-1', apiOrigin: 'http://localhost:4000' },
  );
}

test("a policy's headers are on every answer, with AWS's addresses replaced by the local one", () => {
  const sources = {
    'Fn::Join': [
      '',
      [
        "connect-src 'self' https://cognito-idp.",
        { Ref: 'AWS::Region' },
        '.amazonaws.com https://files.s3.eu-west-1.amazonaws.com; base-uri',
      ],
    ],
  };
  const headers = readSiteHeaders(stackOf({ Only: policy(sources) }), AWS_ORIGIN);

  expect(headers('/anything')).toEqual({
    'Content-Security-Policy': `connect-src 'self' ${AWS_ORIGIN} ${AWS_ORIGIN}; base-uri`,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Strict-Transport-Security': 'max-age=600; includeSubDomains',
    'X-Own': 'yes',
  });
});

test("without a distribution, a policy whose comment names a path is that path's", () => {
  const headers = readSiteHeaders(
    stackOf({ All: policy('all'), One: policy('one', { Comment: 'For /explorer.html' }) }),
    AWS_ORIGIN,
  );

  expect(headers('/explorer.html')['Content-Security-Policy']).toBe('one');
  expect(headers('/explorer.html.map')['Content-Security-Policy']).toBe('all');
  expect(headers('/')['Content-Security-Policy']).toBe('all');
});

test("a distribution's behaviours decide by their path patterns, the first that fits", () => {
  const { resources, ...stack } = stackOf({ A: policy('a'), B: policy('b') });
  const [a, b] = resources;
  const distribution = {
    type: 'AWS::CloudFront::Distribution',
    properties: {
      DistributionConfig: {
        DefaultCacheBehavior: { ResponseHeadersPolicyId: a?.ref },
        CacheBehaviors: [{ PathPattern: 'files/*.html', ResponseHeadersPolicyId: b?.ref }],
      },
    },
  } as unknown as (typeof resources)[number];
  const all = [...resources, distribution];
  const headers = readSiteHeaders(
    { ...stack, resources: all, ofType: (...types) => all.filter((r) => types.includes(r.type)) },
    AWS_ORIGIN,
  );

  expect(headers('/files/x.html')['Content-Security-Policy']).toBe('b');
  expect(headers('/files/xhtml')['Content-Security-Policy']).toBe('a');
  expect(headers('/')['Content-Security-Policy']).toBe('a');
});

test('a template without policies adds nothing', () => {
  expect(readSiteHeaders(stackOf({}), AWS_ORIGIN)('/')).toEqual({});
});
