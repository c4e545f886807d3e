import { Duration } from 'aws-cdk-lib';
import { AccountRecovery, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { ReportsSettings } from '../settings.ts';
import { isProduction, removalPolicyOf } from '../stage.ts';

/** Who may sign in: people an administrator has added, or anybody, by e-mail and password (SRP). */
export class Users extends Construct {
  readonly userPool: UserPool;
  readonly webClient: UserPoolClient;

  constructor(scope: Construct, id: string, settings: ReportsSettings) {
    super(scope, id);
    this.userPool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: settings.selfSignUp,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
      },
      deletionProtection: isProduction(settings),
      removalPolicy: removalPolicyOf(settings),
    });
    this.webClient = this.userPool.addClient('Web', {
      authFlows: { userSrp: true },
      disableOAuth: true,
      // What is lost or stolen is of use for an hour; who signs out ends the refresh token at once.
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
    const { userPool } = this;
    acknowledge(
      userPool,
      'COG1',
      'Twelve characters of three kinds; a fourth kind makes passwords harder to remember, not to guess.',
    );
    acknowledge(
      userPool,
      'COG2',
      'Neither the page nor the command line asks for a second factor.',
    );
    acknowledge(
      userPool,
      'COG8',
      'The plus plan costs by the user; a team decides that for itself.',
    );
  }
}
