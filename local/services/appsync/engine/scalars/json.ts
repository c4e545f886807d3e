import { type Scalar, unableTo } from './scalar.ts';

/** `AWSJSON`: a string holding JSON on the wire, the parsed value in resolvers. */
export const awsJson: Scalar = {
  description: 'A string holding JSON. Resolvers see the parsed value; responses hold a string.',
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html (input must be a string of valid JSON)
  parse(value) {
    const parsed = typeof value === 'string' ? parseJson(value) : undefined;
    return parsed === undefined ? { problem: unableTo('parse', value, 'JSON') } : parsed;
  },
  // assumed: text that already is JSON is passed on, anything else is encoded once, so that no value is encoded twice
  serialize(value) {
    if (typeof value === 'string' && parseJson(value) !== undefined) return { value };
    return { value: JSON.stringify(value) };
  },
};

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
