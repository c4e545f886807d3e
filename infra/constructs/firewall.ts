import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/**
 * Requests of one address in five minutes. A page that follows a report sends a few a minute, an office of a hundred
 * people shares an address: generous to those, and in the way of who guesses or floods. Pushes do not count.
 */
const REQUESTS_OF_PEOPLE = 3000;
/** With those of the generators, which share addresses too and each tell of progress once a second. */
const REQUESTS = 100_000;
const WINDOW_SECONDS = 300;
const SIGNED_BY_IAM = 'AWS4-HMAC-SHA256';

/** A web application firewall before the API: AWS's common and bad-input rules, and a rate limit per address. */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { apiArn }: { readonly apiArn: string }) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('Reports'),
      rules: [
        rateLimit('RatePerAddress', 0, REQUESTS),
        rateLimit('RateOfPeoplePerAddress', 1, REQUESTS_OF_PEOPLE, {
          notStatement: { statement: isSigned },
        }),
        // Counted and not refused: a definition of a report may be longer than the 8 KB they allow a body.
        managed('AWSManagedRulesCommonRuleSet', 2, ['SizeRestrictions_BODY']),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 3),
      ],
    });
    new CfnWebACLAssociation(this, 'OfTheApi', { resourceArn: apiArn, webAclArn: acl.attrArn });
  }
}

/** Who claims a signature without having one is refused by AppSync. */
const isSigned: CfnWebACL.StatementProperty = {
  byteMatchStatement: {
    fieldToMatch: { singleHeader: { Name: 'authorization' } },
    positionalConstraint: 'STARTS_WITH',
    searchString: SIGNED_BY_IAM,
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
};

function rateLimit(
  name: string,
  priority: number,
  limit: number,
  scopeDownStatement?: CfnWebACL.StatementProperty,
): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        limit,
        evaluationWindowSec: WINDOW_SECONDS,
        ...(scopeDownStatement ? { scopeDownStatement } : {}),
      },
    },
    visibilityConfig: visible(name),
  };
}

function managed(
  name: string,
  priority: number,
  counted: readonly string[] = [],
): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({
          name: rule,
          actionToUse: { count: {} },
        })),
      },
    },
    visibilityConfig: visible(name),
  };
}

function visible(metricName: string) {
  // What is sampled holds headers, tokens among them.
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName };
}
