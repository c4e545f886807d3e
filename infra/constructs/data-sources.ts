import { DynamoDbDataSource, type GraphqlApi, LambdaDataSource } from 'aws-cdk-lib/aws-appsync';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** What an API's data sources may do; the CDK would grant every action on the table, and all versions of a function. */
interface Grant {
  readonly actions: string[];
  readonly resources: string[];
}

/** A data source that invokes a function, as it is now. */
export function addFunctionSource(
  api: GraphqlApi,
  name: string,
  lambdaFunction: IFunction,
): LambdaDataSource {
  return new LambdaDataSource(api, name, {
    api,
    name,
    lambdaFunction,
    serviceRole: roleFor(api, name, {
      actions: ['lambda:InvokeFunction'],
      resources: [lambdaFunction.functionArn],
    }),
  });
}

/** A data source of a table that may do just these actions, on the table and on indexes of it. */
export function addTableSource(
  scope: Construct,
  api: GraphqlApi,
  name: string,
  { table, actions, indexes = [] }: { table: ITableV2; actions: string[]; indexes?: string[] },
): DynamoDbDataSource {
  const resources = [table.tableArn, ...indexes.map((index) => `${table.tableArn}/index/${index}`)];
  return new DynamoDbDataSource(scope, name, {
    api,
    name,
    table,
    serviceRole: roleFor(scope, name, { actions, resources }),
  });
}

/** AppSync's role for a data source, with the one grant: what the CDK would add goes nowhere. */
function roleFor(scope: Construct, name: string, grant: Grant): IRole {
  const role = new Role(scope, `${name}Role`, {
    assumedBy: new ServicePrincipal('appsync.amazonaws.com'),
  });
  role.addToPolicy(new PolicyStatement(grant));
  return role.withoutPolicyUpdates();
}
