import { type Scalar, textScalar } from './scalar.ts';

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html (seconds in an offset are accepted)
const OFFSET = String.raw`(?:Z|[+-](?:0\d|1[0-8]):[0-5]\d(?::[0-5]\d)?)`;
const DATE = String.raw`(-?\d{4})-(\d{2})-(\d{2})`;
// observed: aws-amplify/amplify-js#7717 (one to nine fraction digits), #5963 (two digits each)
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?`;

const DATE_PATTERN = new RegExp(`^${DATE}${OFFSET}?$`);
const TIME_PATTERN = new RegExp(`^${TIME}${OFFSET}?$`);
const DATE_TIME_PATTERN = new RegExp(`^${DATE}T${TIME}${OFFSET}$`);

/** `AWSDate`: `YYYY-MM-DD` with an optional offset; negative years are accepted. */
export const awsDate: Scalar = textScalar(
  'date',
  'An extended ISO 8601 date, `YYYY-MM-DD`, with an optional time zone offset.',
  (text) => hasRealDay(DATE_PATTERN.exec(text)),
);

/** `AWSTime`: `hh:mm[:ss[.sss]]` with an optional offset. */
export const awsTime: Scalar = textScalar(
  // assumed: the noun follows AWSDate's pattern
  'time',
  'An extended ISO 8601 time, `hh:mm:ss.sss`, with an optional time zone offset.',
  (text) => TIME_PATTERN.test(text),
);

/** `AWSDateTime`: `YYYY-MM-DDThh:mm[:ss[.sss]]` with a mandatory offset. */
export const awsDateTime: Scalar = textScalar(
  'DateTime Object',
  'An extended ISO 8601 date and time, `YYYY-MM-DDThh:mm:ss.sssZ`, with a mandatory offset.',
  (text) => hasRealDay(DATE_TIME_PATTERN.exec(text)),
);

// assumed: days are checked by the proleptic Gregorian calendar, as java.time does
function hasRealDay(match: RegExpExecArray | null): boolean {
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const daysInMonth = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (daysInMonth[month - 1] ?? 0);
}
