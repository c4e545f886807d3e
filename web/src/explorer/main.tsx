import { lazy, Suspense } from 'react';
import { SessionGate } from '../SessionGate.tsx';
import { startPage } from '../start-page.tsx';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/page.css';
import './explorer.css';

/** GraphiQL is two megabytes: it comes after signing in. */
const ExplorerPage = lazy(() => import('./load.ts'));

startPage(
  <SessionGate>
    {(visit) => (
      <Suspense fallback={<p className="waiting">Loading the explorer…</p>}>
        <ExplorerPage {...visit} />
      </Suspense>
    )}
  </SessionGate>,
);
