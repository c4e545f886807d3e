import type { PasswordPolicy } from '../../../client/index.ts';

/** What a new password must be, in words; undefined when nothing is known. */
export function passwordRulesInWords(policy: PasswordPolicy | undefined): string | undefined {
  if (!policy) return undefined;
  const kinds = [
    policy.require_lowercase && 'a lower-case letter',
    policy.require_uppercase && 'an upper-case letter',
    policy.require_numbers && 'a digit',
    policy.require_symbols && 'a symbol',
  ].filter((kind) => typeof kind === 'string');
  const length = policy.min_length ? `At least ${policy.min_length} characters` : 'Any length';
  return kinds.length === 0 ? `${length}.` : `${length}, with ${inWords(kinds)}.`;
}

function inWords(list: readonly string[]): string {
  const [last = '', ...others] = [...list].reverse();
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`;
}
