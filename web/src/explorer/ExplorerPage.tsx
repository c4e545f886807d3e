import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';
import { SimpleHeader } from '../SimpleHeader.tsx';
import type { Visit } from '../SessionGate.tsx';
import { createAppSyncFetcher } from './appsync-fetcher.ts';
import { readSchema, type ReadSchema } from './read-schema.ts';
import { prepareTabs } from './tabs.ts';

/** observed: 2026-11, graphiql 5.4.0 */
const KEPT_TABS = 'graphiql:tabState';

/** GraphiQL for the API, as the signed-in user. */
export function ExplorerPage({ user, outputs, signOut }: Visit) {
  const endpoint = outputs.data.url;
  const fetcher = useMemo(() => createAppSyncFetcher(endpoint), [endpoint]);
  const tabs = useMemo(() => prepareTabs(), []);
  // GraphiQL keeps its tabs; the first one's variables it takes from here, and kept ones must not be overwritten.
  const [isFirstVisit] = useState(() => localStorage.getItem(KEPT_TABS) === null);
  const [schema, setSchema] = useState<ReadSchema>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    readSchema(endpoint).then(setSchema, (error: unknown) => setProblem((error as Error).message));
  }, [endpoint]);

  return (
    <>
      <SimpleHeader title="Explorer" userName={user.name} onSignOut={signOut} />
      <main className="explorer">
        {schema && !schema.isFromApi && (
          <p className="notice">
            This API does not tell its schema (introspection is off). The documentation and the
            completion here are of the schema this page was built with.
          </p>
        )}
        {problem && (
          <p className="notice" role="alert">
            The API could not be reached: {problem}
          </p>
        )}
        {schema ? (
          <GraphiQL
            fetcher={fetcher}
            schema={schema.introspection}
            defaultTabs={tabs}
            {...(isFirstVisit ? { initialVariables: tabs[0]?.variables } : {})}
            isHeadersEditorEnabled={false}
            showPersistHeadersSettings={false}
            defaultEditorToolsVisibility="variables"
          >
            <GraphiQL.Logo>{null}</GraphiQL.Logo>
          </GraphiQL>
        ) : (
          !problem && <p role="status">Reading the schema…</p>
        )}
      </main>
    </>
  );
}
