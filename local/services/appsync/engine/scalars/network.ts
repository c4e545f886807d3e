import { isIPv4, isIPv6 } from 'node:net';
import { type Scalar, textScalar } from './scalar.ts';

/** `AWSURL`: an absolute URL with a scheme. */
export const awsUrl: Scalar = textScalar(
  // assumed: the noun follows AWSDate's pattern
  'URL',
  'An absolute URL with a scheme, such as `https://example.com/a` or `mailto:a@example.com`.',
  isAbsoluteUrl,
);

/** `AWSIPAddress`: IPv4 or IPv6, optionally followed by `/` and a prefix length. */
export const awsIpAddress: Scalar = textScalar(
  // assumed: the noun follows AWSDate's pattern
  'IP address',
  'An IPv4 or IPv6 address, optionally with a CIDR prefix length.',
  isIpAddress,
);

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html (a scheme is required, `//` in the path is not allowed)
function isAbsoluteUrl(text: string): boolean {
  const match = /^[a-zA-Z][a-zA-Z0-9+.-]*:(.*)$/.exec(text);
  if (match === null || /[\s"<>\\^`{|}]/.test(text)) return false;
  const rest = match[1] ?? '';
  if (!rest.startsWith('//')) return rest.length > 0 && URL.canParse(text);
  const pathAndQuery = rest.slice(2).split(/[?#]/)[0] ?? '';
  return pathAndQuery !== '' && !pathAndQuery.includes('//') && URL.canParse(text);
}

function isIpAddress(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  if (more.length > 0 || address.includes('%')) return false;
  const maxPrefix = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  if (prefix === undefined) return maxPrefix >= 0;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= maxPrefix;
}
