import { type Scalar, unableTo } from './scalar.ts';

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html
const MIN_SECONDS = -31_557_014_167_219_200;
const MAX_SECONDS = 31_556_889_864_403_199;

/** `AWSTimestamp`: whole seconds since the epoch, a JSON integer both ways. */
export const awsTimestamp: Scalar = {
  description: 'The number of seconds since 1970-01-01T00:00Z, negative or positive.',
  parse: (value) => (isTimestamp(value) ? { value } : refuse('parse', value)),
  serialize(value) {
    // assumed: text that is a whole number is accepted on output, as the Java engine does for Int
    const seconds = typeof value === 'string' && /^-?\d{1,17}$/.test(value) ? Number(value) : value;
    return isTimestamp(seconds) ? { value: seconds } : refuse('serialize', value);
  },
};

function isTimestamp(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= MIN_SECONDS && Number(value) <= MAX_SECONDS;
}

function refuse(action: 'parse' | 'serialize', value: unknown): { problem: string } {
  // assumed: the noun follows AWSDate's pattern
  return { problem: unableTo(action, value, 'timestamp') };
}
