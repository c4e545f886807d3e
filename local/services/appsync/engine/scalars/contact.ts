import { type Scalar, textScalar } from './scalar.ts';

// observed: aws-amplify/amplify-js packages/datastore mirrors the service's rule; `a@b` is accepted
const EMAIL_PATTERN =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/** `AWSEmail`: `local@domain`, no display name. */
export const awsEmail: Scalar = textScalar(
  // assumed: the noun follows AWSDate's pattern
  'email',
  'An e-mail address, `local-part@domain-part`.',
  (text) => EMAIL_PATTERN.test(text),
);

/** `AWSPhone`: digits with single spaces or hyphens between; without `+` a North American number. */
export const awsPhone: Scalar = textScalar(
  'phone number',
  'A phone number; digits may be parted by spaces or hyphens. Without a country code it is North American.',
  isPhoneNumber,
);

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html (shape)
// observed: aws-amplify/amplify-flutter#822 (`1110004444` is refused: not a North American area code)
// assumed: abroad only the length of E.164 is checked, national numbering plans are not
function isPhoneNumber(text: string): boolean {
  if (!/^\+?\d+(?:[ -]\d+)*$/.test(text)) return false;
  const digits = text.replace(/\D/g, '');
  if (text.startsWith('+') && !digits.startsWith('1')) {
    return digits.length >= 7 && digits.length <= 15;
  }
  return /^1?[2-9]\d{2}[2-9]\d{6}$/.test(digits);
}
