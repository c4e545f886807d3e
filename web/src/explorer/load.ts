import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './graphiql.css';

export { ExplorerPage as default } from './ExplorerPage.tsx';
