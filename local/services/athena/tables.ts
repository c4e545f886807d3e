import type { Principal } from '../aws/credentials.ts';
import type { Authorize, ContextKeys } from '../aws/iam/types.ts';
import { accessDeniedMessage } from '../aws/iam/words.ts';
import { randomUUID } from 'node:crypto';
import { findGlueDenial, type GlueArns } from '../glue/access.ts';
import type { GlueCatalog } from '../glue/catalog.ts';
import type { GlueTable } from '../glue/types.ts';
import { namelessFailure, userFailure } from './errors.ts';
import { placeOf } from './sql/lexer.ts';
import type { TableName } from './sql/read-names.ts';

export interface CatalogReader {
  readonly catalog: GlueCatalog;
  readonly arns: GlueArns;
  readonly authorize: Authorize;
}

export interface TableQuestion {
  readonly principal: Principal;
  readonly keys: ContextKeys;
  /** As the statement was asked for, with where its query begins. */
  readonly statement: { readonly text: string; readonly queryAt: number };
  /** Of names without one. */
  readonly database: string;
}

// documented: https://docs.aws.amazon.com/athena/latest/ug/understanding-tables-databases-and-the-data-catalog.html (the catalog of an account has this name)
const CATALOG = 'awsdatacatalog';
/** The database every account has, which Athena asks for whatever a query names. */
const DEFAULT_DATABASE = 'default';

/** Finds the tables a query names, each once, by its caller's permissions. Throws `QueryFailure`. */
export function findTables(
  reader: CatalogReader,
  names: readonly TableName[],
  question: TableQuestion,
): GlueTable[] {
  const found = new Map<string, GlueTable>();
  // documented: https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html#full-access-to-default-db-per-region (a policy for the database `default` must be there)
  // assumed: asked for by queries that name a table
  const { arns } = reader;
  if (names.length > 0) {
    const resources = [arns.catalog, arns.database(DEFAULT_DATABASE)];
    requireGlue(reader, question, 'glue:GetDatabase', resources);
  }
  for (const name of names) {
    const table = findTable(reader, name, question);
    found.set(`${table.DatabaseName}.${table.Name}`, table);
  }
  return [...found.values()];
}

function findTable(
  reader: CatalogReader,
  { catalog: named = CATALOG, database: written, name, at }: TableName,
  question: TableQuestion,
): GlueTable {
  const { catalog, arns } = reader;
  const { statement } = question;
  const place = placeOf(statement.text, statement.queryAt + at);
  if (named !== CATALOG) {
    // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/caveats.md (the words)
    throw userFailure('CATALOG_NOT_FOUND', `${place}: Catalog '${named}' does not exist`);
  }
  const database = written ?? question.database;
  // documented: https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html (permission on a resource and its ancestors)
  requireGlue(reader, question, 'glue:GetDatabase', [arns.catalog, arns.database(database)]);
  if (!catalog.database(database)) {
    throw userFailure('SCHEMA_NOT_FOUND', `${place}: Schema '${database}' does not exist`);
  }
  const resources = [arns.catalog, arns.database(database), arns.table(database, name)];
  requireGlue(reader, question, 'glue:GetTable', resources);
  const table = catalog.table(database, name);
  if (table) return table;
  // observed: https://github.com/aoyagikouhei/athena-local docs/caveats.md, and many questions with the same sentence
  const full = `${CATALOG}.${database}.${name}`;
  throw userFailure('TABLE_NOT_FOUND', `${place}: Table '${full}' does not exist`);
}

function requireGlue(
  { authorize }: CatalogReader,
  { principal, keys }: TableQuestion,
  action: 'glue:GetDatabase' | 'glue:GetTable',
  resources: readonly string[],
): void {
  const denied = findGlueDenial(authorize, principal, action, resources, keys);
  if (!denied) return;
  const said = accessDeniedMessage(principal.arn, action, denied.resource, denied.denial);
  // observed: https://github.com/LBHackney-IT/Data-Platform/pull/1823 (the reason of a query that failed for want of a grant of Glue's)
  throw namelessFailure(
    `${said} (Service: AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException; Request ID: ${randomUUID()}; Proxy: null)`,
  );
}
