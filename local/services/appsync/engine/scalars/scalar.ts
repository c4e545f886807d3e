import { javaText } from './java-text.ts';

/** How one scalar type reads input and writes output. Neither function throws. */
export interface Scalar {
  readonly description: string;
  /** A JSON input value as resolvers see it, or what is wrong with it. */
  parse(value: unknown): ScalarOutcome;
  /** A resolver's value as clients see it, or what is wrong with it. */
  serialize(value: unknown): ScalarOutcome;
}

/** A value that fits the scalar, or the words of its refusal. */
export type ScalarOutcome = { readonly value: unknown } | { readonly problem: string };

/**
 * A scalar that travels as an unchanged JSON string both ways when `isValid` accepts it.
 * `kind` is the noun of the service's refusal.
 */
export function textScalar(
  kind: string,
  description: string,
  isValid: (text: string) => boolean,
): Scalar {
  const accepts = (value: unknown): value is string => typeof value === 'string' && isValid(value);
  return {
    description,
    parse: (value) => (accepts(value) ? { value } : { problem: unableTo('parse', value, kind) }),
    serialize: (value) =>
      accepts(value) ? { value } : { problem: unableTo('serialize', value, kind) },
  };
}

// observed: aws-amplify/amplify-swift#278 ("date"), aws-amplify/amplify-cli#2033 and aws-amplify/amplify-js#5963
// ("DateTime Object"), aws-amplify/amplify-flutter#822 ("phone number")
/** The service's words for a value that is not a valid `kind`. */
export function unableTo(action: 'parse' | 'serialize', value: unknown, kind: string): string {
  return `Unable to ${action} \`${javaText(value)}\` as a valid ${kind}.`;
}
