import { startPage } from './start-page.tsx';
import { App } from './App.tsx';
import './styles/base.css';
import './styles/controls.css';
import './styles/order.css';
import './styles/overlay.css';
import './styles/page.css';
import './styles/reports.css';

startPage(<App />);
