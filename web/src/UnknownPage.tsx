import { Link } from './Link.tsx';
import { listPath } from './use-route.ts';
import './styles/details.css';

/** An address this application has nothing at. */
export function UnknownPage() {
  return (
    <main className="page single" id="reports" tabIndex={-1}>
      <section className="card">
        <h1>There is no such page</h1>
        <p>The address may be mistyped. Your reports are where they were.</p>
        <p>
          <Link to={listPath()}>Go to your reports</Link>
        </p>
      </section>
    </main>
  );
}
