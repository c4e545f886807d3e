import { lazy, Suspense } from 'react';
import type { SignInFormsProps } from './SignInForms.tsx';

/** Of its own, because whoever comes back is signed in already and never needs it. */
const SignInForms = lazy(() => import('./SignInForms.tsx'));

/** The page in front of the others, for whoever is not signed in. */
export function SignInPage(props: SignInFormsProps) {
  return (
    <Suspense fallback={<main className="waiting" />}>
      <SignInForms {...props} />
    </Suspense>
  );
}
