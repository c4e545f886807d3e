import { useEffect, useState, type ReactNode } from 'react';
import { configureReports, loadOutputs, type AmplifyOutputs } from '../../client/index.ts';
import { SignInPage } from './entrance/SignInPage.tsx';
import { StartProblem } from './StartProblem.tsx';
import { useSession, type SessionUser } from './use-session.ts';

/** Somebody signed in, at a deployment. */
export interface Visit {
  readonly user: SessionUser;
  readonly outputs: AmplifyOutputs;
  readonly signOut: () => void;
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
    loadOutputs(new URL('amplify_outputs.json', document.baseURI), { signal: leaving.signal })
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
  return <Entrance outputs={start.outputs}>{children}</Entrance>;
}

function Entrance({ outputs, children }: SessionGateProps & { outputs: AmplifyOutputs }) {
  const { session, check, end } = useSession();

  switch (session.state) {
    case 'checking':
      return <Waiting />;
    case 'unknown':
      return <StartProblem problem={session.problem} />;
    case 'signed-out':
      return <SignInPage outputs={outputs} notice={session.notice} onSignedIn={check} />;
    case 'signed-in':
      return children({ user: session.user, outputs, signOut: () => void end() });
  }
}

function Waiting() {
  return (
    <main className="waiting">
      <p role="status">Loading…</p>
    </main>
  );
}
