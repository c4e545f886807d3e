import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export interface DataSourceGrant {
  readonly actions: string[];
  readonly resources: string[];
}

/**
 * A role for one data source, allowed just what its resolvers do. CDK's own grants, which would be wider (a table's scan,
 * batches and streams), have no effect on it.
 */
export function addDataSourceRole(
  scope: Construct,
  id: string,
  ...grants: readonly DataSourceGrant[]
): IRole {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('appsync.amazonaws.com') });
  for (const grant of grants) role.addToPolicy(new PolicyStatement(grant));
  return role.withoutPolicyUpdates();
}
