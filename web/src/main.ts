import './styles/main.scss';
import { startGuide } from './guide';
import { startHtmx } from './htmx';
import { startClock } from './clock';
import { startConditions } from './conditions';
import { startCopying } from './copy';
import { startDay } from './day';
import { startDialogs } from './dialogs';
import { startFigures } from './figures';
import { startFind } from './find';
import { startFiles } from './files';
import { startGrids } from './grid';
import { startKeys } from './keys';
import { startLive } from './live';
import { startMenus } from './menus';
import { startOutbox } from './outbox';
import { startPads } from './pad';
import { startPadThere } from './pad_there';
import { startPrinting } from './printing';
import { startTheme } from './theme';
import { startTyped } from './typed';
import { startViewer } from './viewer';

// The page reads and works without any of this; each part only makes it quicker.
startHtmx();
startTheme();
startClock();
startMenus();
startConditions();
startCopying();
startDay();
startDialogs();
startGrids();
startGuide();
startKeys();
startLive();
startPads();
startPadThere();
startOutbox();
startPrinting();
startFiles();
startFigures();
startFind();
startViewer();
startTyped();

/** Charts are the one heavy part, so they come only where a page has one. */
async function drawCharts(root: ParentNode): Promise<void> {
  if (!root.querySelector('[data-chart]')) return;
  const { draw } = await import('./chart');
  draw(root);
}

void drawCharts(document);
document.addEventListener('htmx:afterSwap', (event) => {
  if (!(event.target instanceof Element)) return;
  void drawCharts(event.target);
  startTyped(event.target);
});

/** So does the reader of labels. */
const scanning = document.querySelector<HTMLElement>('[data-scan]');
if (scanning) void import('./scan').then(({ startScan }) => startScan(scanning));
