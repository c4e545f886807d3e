import { expect, test } from 'vitest';
import { contentSecurityPolicy, securityHeaders } from './web-headers.ts';

const connectSources = ['https://api.example.com/graphql', 'wss://api.example.com/graphql'];

test('a page may run only its own files and connect only to its own origin and what it is given', () => {
  const policy = contentSecurityPolicy({ connectSources });

  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; ");
  expect(policy).toContain(
    "connect-src 'self' https://api.example.com/graphql wss://api.example.com/graphql;",
  );
  expect(policy).not.toMatch(/unsafe|\*/);
});

test('only the explorer may make style elements, and not even it may run scripts inline', () => {
  const policy = contentSecurityPolicy({ connectSources, allowsMadeStyles: true });

  expect(policy).toContain("style-src 'self' 'unsafe-inline'");
  expect(policy).toContain("script-src 'self';");
});

test('a page is never framed, sniffed or told of by a referrer', () => {
  expect(securityHeaders({ connectSources })).toMatchObject({
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  });
});
