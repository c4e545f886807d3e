import { getCurrentUser, signOut } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';
import { useCallback, useEffect, useState } from 'react';

/** Who is signed in. */
export interface SessionUser {
  readonly userId: string;
  /** What the reader signed in with, an e-mail as a rule. */
  readonly name: string;
}

export type Session =
  | { readonly state: 'checking' }
  | { readonly state: 'unknown'; readonly problem: string }
  | { readonly state: 'signed-out'; readonly notice?: string | undefined }
  | { readonly state: 'signed-in'; readonly user: SessionUser };

/** Amplify's names for "nobody". observed: aws-amplify 6.22.1 */
const NOBODY: ReadonlySet<string> = new Set([
  'UserUnAuthenticatedException',
  'NotAuthorizedException',
  'UserNotFoundException',
]);
const UNREACHABLE =
  'The sign-in service could not be reached. Check your connection and try again.';
const ENDED = 'Your session has ended. Sign in again.';

/** The session of this browser: restored on reload, and followed when another tab signs in or out. */
export function useSession() {
  const [session, setSession] = useState<Session>({ state: 'checking' });

  const check = useCallback(async () => {
    const found = await readSession();
    setSession((current) => follow(current, found));
  }, []);

  const end = useCallback(async (notice?: string) => {
    await signOut().catch(() => undefined); // the tokens are forgotten here even when no answer comes
    setSession({ state: 'signed-out', notice });
  }, []);

  useEffect(() => {
    const recheck = (): void => void check();
    recheck();
    const stopListening = Hub.listen('auth', ({ payload }) => {
      if (payload.event === 'tokenRefresh_failure') recheck();
    });
    window.addEventListener('storage', recheck);
    return () => {
      stopListening();
      window.removeEventListener('storage', recheck);
    };
  }, [check]);

  return { session, check, end };
}

async function readSession(): Promise<Session> {
  try {
    const { userId, username, signInDetails } = await getCurrentUser();
    return { state: 'signed-in', user: { userId, name: signInDetails?.loginId ?? username } };
  } catch (error) {
    if (NOBODY.has((error as Error).name)) return { state: 'signed-out' };
    return { state: 'unknown', problem: UNREACHABLE };
  }
}

/** A check that brings nothing new must not tear the page down. */
function follow(current: Session, found: Session): Session {
  if (found.state === 'unknown' && current.state !== 'checking') return current;
  if (found.state === 'signed-out') {
    if (current.state === 'signed-out') return current;
    return current.state === 'signed-in' ? { state: 'signed-out', notice: ENDED } : found;
  }
  const isSame =
    current.state === 'signed-in' &&
    found.state === 'signed-in' &&
    current.user.userId === found.user.userId;
  return isSame ? current : found;
}
