import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { plugin } from './order-inputs.ts';

const SDL = `
  enum ReportFormat { "Plain text." TXT }
  enum Carrier { "American" AA UA }
  "Made by DUCKDB or ATHENA."
  input LaterReportInput {
    "From whom, for example AA."
    carrier: Carrier!
    "How many, 1 to 9."
    count: Int = 3
    days: [String!]
    window: WindowInput
  }
  input WindowInput { "The first day." fromDate: String! }
  input ReportDefinitionInput { "A kind that came later." later: LaterReportInput }
  input GenerateReportInput { "At most 7 characters." title: String, definition: ReportDefinitionInput! }
  type Query { any: String }
`;

/** The value a generated constant has, which is JSON. */
function constantOf(name: string): unknown {
  const [, json = ''] = new RegExp(`${name}: [^=]+= (.*?);\\n?(?=\\n|$)`, 's').exec(
    plugin(buildSchema(SDL)),
  ) ?? ['', ''];
  return JSON.parse(json);
}

test('an input type that is added to the schema brings its inputs, in the order they are written', () => {
  const at = ['input', 'definition', 'later'];

  expect(constantOf('ORDER_KINDS')).toMatchObject([
    {
      name: 'later',
      doc: 'A kind that came later.',
      engines: ['DUCKDB', 'ATHENA'],
      inputs: [
        {
          path: [...at, 'carrier'],
          type: 'Carrier',
          isRequired: true,
          bounds: { example: 'AA' },
          values: [
            { value: 'AA', doc: 'American' },
            { value: 'UA', doc: '' },
          ],
        },
        { path: [...at, 'count'], isRequired: false, defaultValue: 3, bounds: { min: 1, max: 9 } },
        { path: [...at, 'days'], type: 'String', isList: true },
        { path: [...at, 'window', 'fromDate'], isRequired: true },
      ],
    },
  ]);
});

test('formats come with their descriptions, and so does the longest name', () => {
  expect(constantOf('ORDER_FORMATS')).toEqual([{ value: 'TXT', doc: 'Plain text.' }]);
  expect(constantOf('MAX_TITLE_CHARACTERS')).toBe(7);
});
