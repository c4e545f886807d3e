import { Arn, ArnFormat, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import {
  type IOidcProvider,
  OidcProviderNative,
  OpenIdConnectPrincipal,
  PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgePatterns } from '../acknowledge.ts';

const ISSUER = 'token.actions.githubusercontent.com';
/** The roles `cdk bootstrap` makes, by the qualifier it uses unless told otherwise. */
const BOOTSTRAP_QUALIFIER = 'hnb659fds';

export interface PipelineRolesProps extends StackProps {
  /** The repository on GitHub: `owner/name`. */
  readonly repository: string;
  /** The name of the stack that is deployed: its buckets' names begin with it. */
  readonly reportsStack: string;
}

/**
 * Two roles for GitHub's workflows, taken by its identity tokens, so that no key is kept anywhere: one to compare, for the
 * main branch; one to deploy, for the environment `production` and so for what a reviewer has approved. What CloudFormation
 * then does, it does as the role of `cdk bootstrap`.
 */
export class PipelineRolesStack extends Stack {
  private readonly provider: IOidcProvider;

  constructor(scope: Construct, id: string, props: PipelineRolesProps) {
    const { repository, reportsStack, ...stackProps } = props;
    super(scope, id, stackProps);
    this.provider = new OidcProviderNative(this, 'GitHub', {
      url: `https://${ISSUER}`,
      clientIds: ['sts.amazonaws.com'],
    });
    const compare = this.addRole('Compare', `repo:${repository}:ref:refs/heads/main`);
    this.allowBootstrapRoles(compare, ['lookup']);
    const deploy = this.addRole('Deploy', `repo:${repository}:environment:production`);
    this.allowBootstrapRoles(deploy, ['lookup', 'deploy', 'file-publishing']);
    this.allowPublishing(deploy, reportsStack.toLowerCase());
    new CfnOutput(this, 'CompareRole', { value: compare.roleArn });
    new CfnOutput(this, 'DeployRole', { value: deploy.roleArn });
  }

  private addRole(id: string, subject: string): Role {
    return new Role(this, id, {
      assumedBy: new OpenIdConnectPrincipal(this.provider, {
        StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: subject },
      }),
      maxSessionDuration: Duration.hours(1),
    });
  }

  private allowBootstrapRoles(role: Role, names: readonly string[]): void {
    const resources = names.map((name) =>
      Arn.format(
        {
          service: 'iam',
          region: '',
          resource: 'role',
          resourceName: `cdk-${BOOTSTRAP_QUALIFIER}-${name}-role-${this.account}-*`,
          arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
        },
        this,
      ),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['sts:AssumeRole'], resources }));
    acknowledgePatterns(role, resources, 'The names of these roles end with the region.');
  }

  /** The page and the datasets, which `npm run deploy` stores itself once the stack is there. */
  private allowPublishing(role: Role, stackName: string): void {
    const buckets = ['webpage', 'storedatasets'].map(
      (name) => `arn:${this.partition}:s3:::${stackName}-${name}*`,
    );
    const objects = buckets.map((bucket) => `${bucket}/*`);
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: buckets }));
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        resources: objects,
      }),
    );
    acknowledgePatterns(
      role,
      [...buckets, ...objects],
      'CloudFormation ends the buckets’ names with letters of its own.',
    );
  }
}
