import { lazy } from 'react';
import { SessionGate } from './SessionGate.tsx';

// Of its own, so that whoever has to sign in first does not wait for it.
const SignedIn = lazy(() =>
  import('./SignedIn.tsx').then((module) => ({ default: module.SignedIn })),
);

/** The whole page: the reports of whoever is signed in. */
export function App() {
  return (
    <SessionGate>
      {({ user, signOut }) => <SignedIn key={user.userId} user={user} onSignOut={signOut} />}
    </SessionGate>
  );
}
