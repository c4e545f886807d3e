import { Duration } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Construct } from 'constructs';
import { bundleFunction } from '../bundle.ts';
import type { ReportsSettings } from '../settings.ts';
import { addFunctionSource } from './data-sources.ts';
import { addNodeFunction } from './node-function.ts';

export interface ComparisonProps {
  /** With the fields of schema/comparison.graphql in its schema. */
  readonly api: GraphqlApi;
  readonly settings: ReportsSettings;
}

/** The way this product replaces: a function that makes the report while the caller waits, straight behind a field. */
export class Comparison extends Construct {
  constructor(scope: Construct, id: string, { api, settings }: ComparisonProps) {
    super(scope, id);
    const generate = addNodeFunction(
      this,
      'generate-synchronously',
      bundleFunction('generate-synchronously'),
      {
        settings,
        memorySize: 512,
        // Longer than AppSync waits, so that it is AppSync's limit that ends the request.
        timeout: Duration.seconds(70),
      },
    );
    addFunctionSource(api, 'GeneratorInTheRequest', generate).createResolver(
      'Mutation.generateReportSynchronously',
      { typeName: 'Mutation', fieldName: 'generateReportSynchronously' },
    );
  }
}
