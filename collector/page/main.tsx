// The entry of the page.
import './style/base.css';
import './style/shell.css';
import './style/list.css';
import './style/waterfall.css';
import './style/views.css';
import './style/search.css';
import './style/ai.css';
import 'uplot/dist/uPlot.min.css';
import { render } from 'preact';
import { App } from './app';
import { connect } from './live';
import { applyTheme } from './theme';

applyTheme();
connect();
render(<App />, document.getElementById('page')!);
