import type { Principal } from '../aws/credentials.ts';
import type { Authorize, ContextKeys, Denial } from '../aws/iam/types.ts';

/** The ARN a catalog, a database or a table has in policies. */
// documented: https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
export interface GlueArns {
  readonly catalog: string;
  database(name: string): string;
  table(database: string, name: string): string;
}

export function createGlueArns(region: string, accountId: string): GlueArns {
  const base = `arn:aws:glue:${region}:${accountId}`;
  return {
    catalog: `${base}:catalog`,
    database: (name) => `${base}:database/${name.toLowerCase()}`,
    table: (database, name) => `${base}:table/${database.toLowerCase()}/${name.toLowerCase()}`,
  };
}

export interface DeniedGlueAccess {
  readonly action: string;
  readonly resource: string;
  readonly denial: Denial;
}

/** The first of what reading a database or a table of it needs that the caller is not allowed. */
// documented: https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html#data-catalog-resource-arns (each operation needs permission on the resource and all its ancestors)
export function findGlueDenial(
  authorize: Authorize,
  principal: Principal,
  action: 'glue:GetDatabase' | 'glue:GetTable' | 'glue:GetTables',
  resources: readonly string[],
  keys: ContextKeys = {},
): DeniedGlueAccess | undefined {
  for (const resource of resources) {
    const denial = authorize(principal, action, resource, { keys: () => keys });
    if (denial) return { action, resource, denial };
  }
  return undefined;
}
