import './styles/main.scss';
import { startHtmx } from './htmx';
import { startClock } from './clock';
import { startConditions } from './conditions';
import { startDialogs } from './dialogs';
import { startFiles } from './files';
import { startGrids } from './grid';
import { startKeys } from './keys';
import { startLive } from './live';
import { startMenus } from './menus';
import { startPrinting } from './printing';
import { startTheme } from './theme';
import { startViewer } from './viewer';

// The page reads and works without any of this; each part only makes it quicker.
startHtmx();
startTheme();
startClock();
startMenus();
startConditions();
startDialogs();
startGrids();
startKeys();
startLive();
startPrinting();
startFiles();
startViewer();

/** Charts are the one heavy part, so they come only where a page has one. */
async function drawCharts(root: ParentNode): Promise<void> {
  if (!root.querySelector('[data-chart]')) return;
  const { draw } = await import('./chart');
  draw(root);
}

void drawCharts(document);
document.addEventListener('htmx:afterSwap', (event) => {
  if (event.target instanceof Element) void drawCharts(event.target);
});

/** So does the reader of labels. */
const scanning = document.querySelector<HTMLElement>('[data-scan]');
if (scanning) void import('./scan').then(({ startScan }) => startScan(scanning));
