import { useEffect, useState } from 'react';
import { configureReports, loadOutputs, type AmplifyOutputs } from '../../client/index.ts';
import { ReportsPage } from './ReportsPage.tsx';
import { SignInPage } from './entrance/SignInPage.tsx';
import { StartProblem } from './StartProblem.tsx';
import { useSession } from './use-session.ts';

type Start = { outputs: AmplifyOutputs } | { problem: string } | undefined;

/** The whole page: reads where the API is, asks who the reader is, then shows the reports. */
export function App() {
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
  return <Visit outputs={start.outputs} />;
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
      return <SignInPage outputs={outputs} notice={session.notice} onSignedIn={check} />;
    case 'signed-in':
      return <ReportsPage key={session.user.userId} user={session.user} onSignOut={end} />;
  }
}

function Waiting() {
  return (
    <main className="waiting">
      <p role="status">Loading…</p>
    </main>
  );
}
