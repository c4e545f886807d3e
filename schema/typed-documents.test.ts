import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { plugin } from './typed-documents.ts';

const SCHEMA = buildSchema('type Query { any: String }');
const FRAGMENTS = {
  document: parse(`
    # Everything.
    fragment Whole on Report { reportId ...Part }
    fragment Part on Report { title }
    fragment Unused on Report { owner }
  `),
};

function write(operations: string): string {
  return plugin(SCHEMA, [FRAGMENTS, { document: parse(operations) }]).content;
}

test('an operation is one literal, short, with its types', () => {
  const content = write(
    'query GetReport($reportId: ID!) { getReport(reportId: $reportId) { kind } }',
  );

  expect(content).toContain(
    'export const GetReportDocument = "query GetReport($reportId:ID!){getReport(reportId:$reportId){kind}}" ' +
      'as TypedDocumentString<GetReportQuery, GetReportQueryVariables>;',
  );
});

test('an operation brings the fragments it spreads and those they spread, each once', () => {
  const content = write('subscription OnNews { first { ...Whole } second { ...Part ...Whole } }');

  expect(content.match(/fragment \w+/g)).toEqual(['fragment Whole', 'fragment Part']);
  expect(content).toContain('TypedDocumentString<OnNewsSubscription, OnNewsSubscriptionVariables>');
});

test('a text with quotation marks stays a literal', () => {
  const content = write('mutation Say { say(what: "it\'s \\"so\\"") }');

  const [, literal = ''] = /SayDocument = (".*") as/.exec(content) ?? [];
  expect(JSON.parse(literal)).toBe('mutation Say{say(what:"it\'s \\"so\\"")}');
});

test('an operation without a name, or with a fragment that is not there, is refused', () => {
  expect(() => write('{ any }')).toThrow('needs a name');
  expect(() => write('query Q { any { ...Lost } }')).toThrow('lacks the fragment Lost');
});
