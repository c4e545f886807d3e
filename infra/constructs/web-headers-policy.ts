import { Duration, Stack } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { securityHeaders, type WebHeadersOptions } from '../web-headers.ts';

/** The explorer's path: its editor needs a policy of its own. */
export const EXPLORER_PATH = '/explorer.html';

/** What CloudFront adds to the pages: `page` to all of them, `explorer` to the explorer. */
export class WebHeadersPolicy extends Construct {
  readonly page: ResponseHeadersPolicy;
  readonly explorer: ResponseHeadersPolicy;

  constructor(
    scope: Construct,
    id: string,
    { connectSources }: Pick<WebHeadersOptions, 'connectSources'>,
  ) {
    super(scope, id);
    this.page = this.addPolicy('Page', { connectSources });
    this.explorer = this.addPolicy(
      'Explorer',
      { connectSources, allowsMadeStyles: true },
      `For ${EXPLORER_PATH}`,
    );
  }

  private addPolicy(id: string, options: WebHeadersOptions, comment?: string) {
    const {
      'Content-Security-Policy': contentSecurityPolicy = '',
      'Strict-Transport-Security': transport = '',
      ...headers
    } = securityHeaders(options);
    const custom = Object.entries(headers).filter(([header]) => !NAMED.has(header));
    return new ResponseHeadersPolicy(this, id, {
      // Unique in the account.
      responseHeadersPolicyName: `${Stack.of(this).stackName}-${id}`,
      ...(comment === undefined ? {} : { comment }),
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.seconds(Number(/max-age=(\d+)/.exec(transport)?.[1])),
          includeSubdomains: transport.includes('includeSubDomains'),
          override: true,
        },
        contentTypeOptions: { override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      },
      customHeadersBehavior: {
        customHeaders: custom.map(([header, value]) => ({ header, value, override: true })),
      },
    });
  }
}

/** Headers that CloudFront has properties for, and refuses as custom headers. */
// documented: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
const NAMED = new Set(['X-Content-Type-Options', 'Referrer-Policy', 'X-Frame-Options']);
