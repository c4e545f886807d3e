import { lazy, Suspense, useEffect, useState } from 'react';
import { configureReports, loadOutputs, type AmplifyOutputs } from '../../client/index.ts';
import { Boundary } from './Boundary.tsx';
import { StartProblem } from './StartProblem.tsx';
import { useSession } from './use-session.ts';

// Parts of their own, so that neither the one who signs in nor the one who has waits for the other's code.
const SignedIn = lazy(() =>
  import('./SignedIn.tsx').then((module) => ({ default: module.SignedIn })),
);
const SignInPage = lazy(() =>
  import('./SignInPage.tsx').then((module) => ({ default: module.SignInPage })),
);

type Start = { outputs: AmplifyOutputs } | { problem: string } | undefined;

/** The whole page: reads where the API is, asks who the reader is, then shows the reports. */
export function App() {
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
        <Visit outputs={start.outputs} />
      </Suspense>
    </Boundary>
  );
}

/** A reader's visit: signed out, or signed in. */
function Visit({ outputs }: { outputs: AmplifyOutputs }) {
  const { session, check, end } = useSession();

  switch (session.state) {
    case 'checking':
      return <Waiting />;
    case 'unknown':
      return <StartProblem problem={session.problem} />;
    case 'signed-out':
      return (
        <SignInPage
          demoUser={outputs.custom?.demo_user}
          notice={session.notice}
          onSignedIn={check}
        />
      );
    case 'signed-in':
      return <SignedIn key={session.user.userId} user={session.user} onSignOut={end} />;
  }
}

function Waiting() {
  return (
    <main className="waiting">
      <p role="status">Loading…</p>
    </main>
  );
}
