import { Suspense, useCallback, useEffect, useState, type ReactNode } from 'react';
import { configureReports, loadOutputs, type AmplifyOutputs } from '../../client/index.ts';
import { Boundary } from './Boundary.tsx';
import { SignInPage } from './entrance/SignInPage.tsx';
import { StartProblem } from './StartProblem.tsx';
import { useSession, type SessionUser } from './use-session.ts';

/** Somebody signed in, at a deployment. */
export interface Visit {
  readonly user: SessionUser;
  readonly outputs: AmplifyOutputs;
  /** With a notice when the reader did not ask for it. The same function all the time. */
  readonly signOut: (notice?: string) => void;
}

interface SessionGateProps {
  readonly children: (visit: Visit) => ReactNode;
}

type Start = { outputs: AmplifyOutputs } | { problem: string } | undefined;

/** Reads where the API is, then shows its children to whoever is signed in, and the sign-in form to others. */
export function SessionGate({ children }: SessionGateProps) {
  const [start, setStart] = useState<Start>();

  useEffect(() => {
    const leaving = new AbortController();
    // Beside the page, whichever of its addresses was opened.
    const address = new URL(`${import.meta.env.BASE_URL}amplify_outputs.json`, location.origin);
    loadOutputs(address, { signal: leaving.signal })
      .then((outputs) => {
        if (leaving.signal.aborted) return;
        configureReports(outputs);
        setStart({ outputs });
      })
      .catch((error: unknown) => {
        if (!leaving.signal.aborted) setStart({ problem: (error as Error).message });
      });
    return () => leaving.abort();
  }, []);

  if (!start) return <Waiting />;
  if ('problem' in start) return <StartProblem problem={start.problem} />;
  return (
    <Boundary fallback={<StartProblem problem="A part of this page could not be loaded." />}>
      <Suspense fallback={<Waiting />}>
        <Entrance outputs={start.outputs}>{children}</Entrance>
      </Suspense>
    </Boundary>
  );
}

function Entrance({ outputs, children }: SessionGateProps & { outputs: AmplifyOutputs }) {
  const { session, check, end } = useSession();
  const signOut = useCallback((notice?: string) => void end(notice), [end]);

  switch (session.state) {
    case 'checking':
      return <Waiting />;
    case 'unknown':
      return <StartProblem problem={session.problem} />;
    case 'signed-out':
      return <SignInPage outputs={outputs} notice={session.notice} onSignedIn={check} />;
    case 'signed-in':
      return children({ user: session.user, outputs, signOut });
  }
}

function Waiting() {
  return (
    <main className="waiting">
      <p role="status">Loading…</p>
    </main>
  );
}
