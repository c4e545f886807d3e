import { SessionGate } from '../SessionGate.tsx';
import { startPage } from '../start-page.tsx';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/page.css';
import './compare.css';
import { ComparePage } from './ComparePage.tsx';

startPage(<SessionGate>{(visit) => <ComparePage {...visit} />}</SessionGate>);
