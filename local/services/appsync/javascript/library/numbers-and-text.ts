import { ResolverFault } from '../faults.ts';
import { textOf } from '../plain.ts';

/** `util.math`. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/math-helpers-in-utils-math-js.html
export const arithmetic = {
  roundNum: (value: unknown): number => Math.round(Number(value)),
  minVal: (one: unknown, other: unknown): number => Math.min(Number(one), Number(other)),
  maxVal: (one: unknown, other: unknown): number => Math.max(Number(one), Number(other)),
  randomDouble: (): number => Math.random(),
  // assumed: both ends can come out, which "within the specified range" allows
  randomWithinRange(start: unknown, end: unknown): number {
    const [low, high] = [Math.ceil(Number(start)), Math.floor(Number(end))];
    return low + Math.floor(Math.random() * (high - low + 1));
  },
};

const FORMS: Readonly<Record<string, 'NFC' | 'NFD' | 'NFKC' | 'NFKD'>> = {
  nfc: 'NFC',
  nfd: 'NFD',
  nfkc: 'NFKC',
  nfkd: 'NFKD',
};

/** `util.str`. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/str-helpers-in-util-str-js.html
export const strings = {
  normalize(text: unknown, form: unknown): string {
    const name = textOf(form).toLowerCase();
    const normalForm = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
    if (!normalForm) {
      throw new ResolverFault(
        'IllegalArgumentException',
        `not a normalization form: ${textOf(form)}`,
      );
    }
    return textOf(text).normalize(normalForm);
  },
};
