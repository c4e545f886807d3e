import { buildSchema, introspectionFromSchema } from 'graphql';
import { expect, test } from 'vitest';
import { readCatalogue } from './catalogue.ts';
import { readCommandLine } from './options.ts';

const COMMON = ['url', 'config', 'user', 'password', 'json', 'quiet', 'help', 'output', 'force'];
const OWN = ['estimate', 'wait', 'all'];

test('no two options of a kind have one name; option-names.ts is where to give another', () => {
  const { kinds, order, list } = readCatalogue();

  for (const { parameters } of kinds) {
    const names = [...parameters, ...order].flatMap((option) => option.names);
    expect([...new Set(names)]).toEqual(names);
    expect(names.filter((name) => [...COMMON, ...OWN].includes(name))).toEqual([]);
  }
  expect(list.flatMap(({ names }) => names).sort()).toEqual(['after', 'first', 'status']);
});

test('a kind that the schema gains has its command, with lists and inputs within inputs', () => {
  const schema = buildSchema(`
    input PlaceInput { "Where." city: String! }
    "Tides, day by day."
    input TidesInput { "Which ports." ports: [String!]!, place: PlaceInput, "How high." above: Float = 1.5 }
    input ReportDefinitionInput { "High and low." highTides: TidesInput }
    enum ReportFormat { CSV }
    input GenerateReportInput { definition: ReportDefinitionInput!, format: ReportFormat = CSV }
    type Query { listReports(first: Int): String }
  `);
  const catalogue = readCatalogue(introspectionFromSchema(schema));
  const args = 'high-tides --ports a --ports b --place-city Ulm --above 2.5'.split(' ');

  expect(readCommandLine(args, { catalogue })).toMatchObject({
    task: {
      order: {
        definition: { highTides: { ports: ['a', 'b'], place: { city: 'Ulm' }, above: 2.5 } },
      },
    },
  });
  expect(() => readCommandLine(['high-tides'], { catalogue })).toThrow(
    'high-tides needs --ports (Which ports) and --place-city (Where)',
  );
});
