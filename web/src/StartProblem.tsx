import { Icon } from './Icon.tsx';

/** What to do when the page cannot start. */
export function StartProblem({ problem }: { problem: string }) {
  return (
    <main className="entrance">
      <section className="card" aria-labelledby="start-problem">
        <h1 id="start-problem">
          <Icon name="failed" /> Reports cannot start
        </h1>
        <p role="alert">{problem}</p>
        <p>
          The page needs the file <code>amplify_outputs.json</code> beside it and the services that
          file names. On your own machine, run <code>npm start</code> in the project and reload. On
          a deployment, publish the file with the page.
        </p>
        <button type="button" className="primary" onClick={() => location.reload()}>
          Reload
        </button>
      </section>
    </main>
  );
}
