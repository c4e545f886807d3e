import type { GlueDatabase, GlueTable } from './types.ts';

/** The Data Catalog of an account: databases and tables over folders of S3. */
export interface GlueCatalog {
  createDatabase(database: GlueDatabase): void;
  createTable(table: GlueTable): void;
  database(name: string): GlueDatabase | undefined;
  table(database: string, name: string): GlueTable | undefined;
  /** In the order of their names. */
  tables(database: string): readonly GlueTable[];
  /** When it was made, in milliseconds since the epoch: the start of this cloud. */
  readonly createdAtMs: number;
}

/** An empty catalog. */
export function createGlueCatalog(createdAtMs: number): GlueCatalog {
  const databases = new Map<string, GlueDatabase>();
  const tables = new Map<string, Map<string, GlueTable>>();
  // documented: https://docs.aws.amazon.com/glue/latest/webapi/API_CreateTable.html (names are folded to lowercase for Hive compatibility)
  const fold = (name: string): string => name.toLowerCase();
  return {
    createdAtMs,
    createDatabase(database) {
      databases.set(fold(database.Name), { ...database, Name: fold(database.Name) });
    },
    createTable(table) {
      const database = fold(table.DatabaseName);
      const ofDatabase = tables.get(database) ?? new Map<string, GlueTable>();
      tables.set(database, ofDatabase);
      const Name = fold(table.Name);
      ofDatabase.set(Name, { ...table, Name, DatabaseName: database });
    },
    database: (name) => databases.get(fold(name)),
    table: (database, name) => tables.get(fold(database))?.get(fold(name)),
    tables: (database) =>
      [...(tables.get(fold(database))?.values() ?? [])].sort((a, b) =>
        a.Name < b.Name ? -1 : a.Name > b.Name ? 1 : 0,
      ),
  };
}
