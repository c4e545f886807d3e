import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  HttpVersion,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { ReportsSettings } from '../settings.ts';
import { privateBucket } from './private-bucket.ts';
import { EXPLORER_PATH, type WebHeadersPolicy } from './web-headers-policy.ts';

export interface WebProps {
  readonly settings: Pick<ReportsSettings, 'webDomain' | 'webCertificate'>;
  /** What answers say about how a browser is to treat them. */
  readonly headers: WebHeadersPolicy;
}

/** The page's path for everything that is no file: 403 is S3's word for it, as the distribution may not list. */
const PAGE = '/index.html';

/**
 * The page: a private bucket that only the distribution may read. `npm run deploy` puts the built page and its
 * `amplify_outputs.json` there after the stack is deployed (scripts/publish-web.ts); the CDK's `BucketDeployment` would
 * do it by a Python function with the right to delete every object, which could not be run here.
 */
export class Web extends Construct {
  readonly bucket: Bucket;
  readonly distribution: Distribution;
  /** Where people find the page. */
  readonly url: string;

  constructor(scope: Construct, id: string, { settings, headers }: WebProps) {
    super(scope, id);
    const { webDomain, webCertificate } = settings;
    // No data: the page can be published again at any time.
    this.bucket = new Bucket(this, 'Page', privateBucket(RemovalPolicy.DESTROY));
    const behaviour: BehaviorOptions = {
      origin: S3BucketOrigin.withOriginAccessControl(this.bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      // It goes by the objects' Cache-Control, so that a publication needs no invalidation.
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      compress: true,
      responseHeadersPolicy: headers.page,
    };
    this.distribution = new Distribution(this, 'Distribution', {
      defaultRootObject: PAGE.slice(1),
      defaultBehavior: behaviour,
      additionalBehaviors: {
        [EXPLORER_PATH]: { ...behaviour, responseHeadersPolicy: headers.explorer },
      },
      errorResponses: [403, 404].map((httpStatus) => ({
        httpStatus,
        responseHttpStatus: 200,
        responsePagePath: PAGE,
        ttl: Duration.seconds(10),
      })),
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100, // the cheapest; people elsewhere wait a little longer for the page only
      ...(webDomain !== undefined && webCertificate !== undefined
        ? {
            domainNames: [webDomain],
            minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
            certificate: Certificate.fromCertificateArn(this, 'Certificate', webCertificate),
          }
        : {}),
    });
    this.url = `https://${webDomain ?? this.distribution.distributionDomainName}`;
    this.acknowledgeRules(webDomain);
  }

  private acknowledgeRules(webDomain: string | undefined): void {
    const { bucket, distribution } = this;
    acknowledge(bucket, 'S1', 'The page is the same for everybody and holds nothing of anybody.');
    acknowledge(
      distribution,
      'CFR1',
      'Who may use the API is decided by signing in, not by place.',
    );
    acknowledge(
      distribution,
      'CFR2',
      'It serves files; the firewall, when on, stands before the API.',
    );
    acknowledge(
      distribution,
      'CFR3',
      'The page is the same for everybody; who did what, the API logs.',
    );
    if (webDomain === undefined) {
      acknowledge(
        distribution,
        'CFR4',
        'CloudFront’s own certificate cannot ask for TLS 1.2; webDomain with webCertificate does.',
      );
    }
  }
}
