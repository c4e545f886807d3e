import type { Log } from '../../host.ts';
import type { CredentialStore } from '../aws/credentials.ts';
import type { Authorize } from '../aws/iam/types.ts';
import { accessDeniedMessage } from '../aws/iam/words.ts';
import { createJsonApi, JsonApiError, type JsonCall } from '../aws/json-api.ts';
import { createGlueArns, findGlueDenial } from './access.ts';
import type { GlueCatalog } from './catalog.ts';
import type { GlueDatabase, GlueTable } from './types.ts';

/** What `X-Amz-Target` starts with. */
export const GLUE_TARGET_PREFIX = 'AWSGlue.';

export interface GlueApiOptions {
  readonly catalog: GlueCatalog;
  readonly credentials: CredentialStore;
  readonly region: string;
  readonly accountId: string;
  readonly log: Log;
  readonly authorize: Authorize;
}

const NAME_PAGE = 100;

/** Glue's Data Catalog, as far as it is read; databases and tables come from the template. */
// documented: https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-catalog-tables.html (operations, their members and errors)
export function createGlueApi(options: GlueApiOptions) {
  const { catalog, authorize, accountId } = options;
  const arns = createGlueArns(options.region, accountId);
  return createJsonApi({
    ...options,
    service: 'glue',
    targetPrefix: GLUE_TARGET_PREFIX,
    // observed: https://github.com/hashicorp/terraform-provider-aws/issues/35954 (traces of Glue's answers)
    messageKey: 'Message',
    operations: {
      GetDatabase(call) {
        const name = text(call, 'Name');
        allow(call, 'glue:GetDatabase', [arns.catalog, arns.database(name)]);
        return { Database: describeDatabase(requireDatabase(name)) };
      },
      GetTable(call) {
        const [database, name] = [text(call, 'DatabaseName'), text(call, 'Name')];
        const resources = [arns.catalog, arns.database(database), arns.table(database, name)];
        allow(call, 'glue:GetTable', resources);
        requireDatabase(database);
        const table = catalog.table(database, name);
        // observed: https://github.com/hashicorp/terraform-provider-aws/issues/34132 ("Table … not found.")
        if (!table) throw notFound(`Table ${name} not found.`);
        return { Table: describeTable(table) };
      },
      GetTables(call) {
        const database = text(call, 'DatabaseName');
        allow(call, 'glue:GetTables', [arns.catalog, arns.database(database)]);
        requireDatabase(database);
        return page(call, catalog.tables(database).map(describeTable));
      },
    },
  });

  function allow(
    { principal, keys }: JsonCall,
    action: 'glue:GetDatabase' | 'glue:GetTable' | 'glue:GetTables',
    resources: readonly string[],
  ): void {
    const denied = findGlueDenial(authorize, principal, action, resources, keys);
    if (!denied) return;
    const message = accessDeniedMessage(principal.arn, action, denied.resource, denied.denial);
    throw new JsonApiError('AccessDeniedException', message);
  }

  function requireDatabase(name: string): GlueDatabase {
    const database = catalog.database(name);
    // assumed: as for tables
    if (!database) throw notFound(`Database ${name} not found.`);
    return database;
  }

  function describeDatabase(database: GlueDatabase): object {
    return { ...database, CatalogId: accountId, CreateTime: catalog.createdAtMs / 1000 };
  }

  function describeTable(table: GlueTable): object {
    const at = catalog.createdAtMs / 1000;
    return {
      ...table,
      PartitionKeys: table.PartitionKeys ?? [],
      CatalogId: accountId,
      CreateTime: at,
      UpdateTime: at,
      IsRegisteredWithLakeFormation: false,
    };
  }

  function page(call: JsonCall, tables: readonly object[]): object {
    const from = Number(call.input.NextToken ?? 0);
    const size = Number(call.input.MaxResults ?? NAME_PAGE);
    if (!Number.isInteger(from) || from < 0 || from > tables.length) {
      throw new JsonApiError('InvalidInputException', 'NextToken is not one of this operation.');
    }
    const next = from + size;
    return {
      TableList: tables.slice(from, next),
      ...(next < tables.length ? { NextToken: String(next) } : {}),
    };
  }
}

function text({ input }: JsonCall, member: string): string {
  const value = input[member];
  if (typeof value === 'string' && value !== '') return value;
  throw new JsonApiError('InvalidInputException', `${member} must be a text that is not empty.`);
}

function notFound(message: string): JsonApiError {
  return new JsonApiError('EntityNotFoundException', message);
}
