import type { Resource, ResolvedStack } from '../assembly/resources.ts';
import { LocalError, toError } from '../errors.ts';
import { readTableFormat } from '../services/athena/table-format.ts';
import type { GlueDatabase, GlueStorage, GlueTable } from '../services/glue/types.ts';

interface TableProperties {
  readonly DatabaseName?: string;
  readonly TableInput?: Partial<Omit<GlueTable, 'DatabaseName' | 'StorageDescriptor'>> & {
    readonly StorageDescriptor?: Partial<GlueStorage>;
  };
}

/** The databases and tables of a stack as the catalog takes them; everything that cannot be read is one error. */
export function readCatalog(stack: ResolvedStack): {
  databases: GlueDatabase[];
  tables: GlueTable[];
} {
  const problems: string[] = [];
  const databases = stack.ofType('AWS::Glue::Database').map(readDatabase);
  const tables = stack.ofType('AWS::Glue::Table').map(readTable);
  if (problems.length === 0) return { databases, tables };
  throw new LocalError(
    'ERR_TEMPLATE_UNSUPPORTED',
    `The stack's Glue tables use what this local cloud does not have:\n  ${problems.join('\n  ')}`,
  );

  function readDatabase({ ref, properties }: Resource): GlueDatabase {
    return { ...(properties.DatabaseInput as object | undefined), Name: ref };
  }

  function readTable({ ref, logicalId, properties }: Resource): GlueTable {
    const problem = (what: string): void => void problems.push(`${logicalId}: ${what}`);
    const { DatabaseName = '', TableInput = {} } = properties as TableProperties;
    if (!databases.some(({ Name }) => Name === DatabaseName.toLowerCase())) {
      problem(`its database ${DatabaseName || '(none)'} is not one of this stack`);
    }
    const { StorageDescriptor: storage = {} } = TableInput;
    const { Columns = [], Location = '', SerdeInfo } = storage;
    const table: GlueTable = {
      ...TableInput,
      Name: ref,
      DatabaseName,
      StorageDescriptor: {
        ...storage,
        Columns,
        Location,
        SerdeInfo: SerdeInfo ?? { SerializationLibrary: '(none)' },
      },
    };
    if (Columns.length === 0) problem('it has no columns');
    if (!/^s3:\/\//.test(Location)) problem(`its Location ${Location || '(none)'} is not in S3`);
    const projected = Object.keys(TableInput.Parameters ?? {}).find((name) =>
      name.startsWith('projection.'),
    );
    if (projected !== undefined) problem(`partition projection (${projected}) is not there`);
    try {
      readTableFormat(table);
    } catch (error) {
      problem(toError(error).message);
    }
    return table;
  }
}
