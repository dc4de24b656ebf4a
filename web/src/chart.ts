import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent }
  from 'echarts/components';
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([LineChart, BarChart, HeatmapChart, GridComponent, TooltipComponent, LegendComponent, MarkLineComponent,
  VisualMapComponent, AriaComponent, CanvasRenderer]);

/** What the server says of a chart; `null` is a gap (not reported), never a zero. */
interface Spec {
  kind: 'line' | 'bar' | 'heat';
  title: string;
  unit: string;
  labels: string[];
  series: { name: string; values: (number | null)[]; kind: 'line' | 'bar'; tone: string; stack: string }[];
  now: string;
}

const SHAPES = ['circle', 'rect', 'triangle', 'diamond'];
const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]];
const drawn = new Map<HTMLElement, EChartsType>();

/** The colour a token has right now; asked of an element, because a token may differ by theme. */
function ink(name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(--lf-${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function option(spec: Spec): EChartsCoreOption {
  const [text, quiet, rule, surface] = [ink('ink'), ink('ink-3'), ink('rule'), ink('surface')];
  const tones = [ink('ink'), ink('accent'), ink('quiet'), ink('ink-3')];
  const family = getComputedStyle(document.body).fontFamily;
  const label = { color: quiet, fontFamily: family, fontSize: 12 };
  const axisLine = { lineStyle: { color: ink('rule-2') } };
  const common = {
    animation: false,
    aria: { enabled: true, decal: { show: spec.kind === 'bar' && spec.series.length > 1 } },
    textStyle: { fontFamily: family, color: text },
    // Drawn inside the canvas: a tooltip made of HTML would need inline styles.
    tooltip: {
      trigger: spec.kind === 'heat' ? 'item' : 'axis', renderMode: 'richText', confine: true,
      backgroundColor: surface, borderColor: ink('rule-2'), textStyle: { color: text, fontFamily: family, fontSize: 13 },
    },
  };
  if (spec.kind === 'heat') {
    const data = spec.series.flatMap((row, y) => row.values.map((value, x) => [x, y, value ?? '-']));
    const most = Math.max(1, ...spec.series.flatMap((row) => row.values.map((value) => value ?? 0)));
    return {
      ...common,
      grid: { left: 8, right: 8, top: 8, bottom: 44, containLabel: true },
      xAxis: { type: 'category', data: spec.labels, axisLabel: label, axisLine, axisTick: { show: false } },
      yAxis: { type: 'category', data: spec.series.map((row) => row.name), inverse: true, axisLabel: label, axisLine,
        axisTick: { show: false } },
      visualMap: { min: 0, max: most, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 120, textStyle: label,
        text: [String(most), '0'],
        inRange: { color: [ink('sunken'), ink('accent')] } },
      series: [{ type: 'heatmap', data, itemStyle: { borderColor: surface, borderWidth: 1 } }],
    };
  }
  return {
    ...common,
    grid: { left: 8, right: 16, top: spec.series.length > 1 ? 34 : 14, bottom: 4, containLabel: true },
    legend: spec.series.length > 1
      ? { top: 0, left: 0, itemWidth: 26, textStyle: { ...label, color: text } } : undefined,
    xAxis: { type: 'category', data: spec.labels, axisLabel: label, axisLine, axisTick: { show: false },
      boundaryGap: spec.series.some((each) => each.kind === 'bar') },
    yAxis: { type: 'value', axisLabel: label, minInterval: 1, splitLine: { lineStyle: { color: rule } } },
    series: spec.series.map((each, i) => ({
      type: each.kind, name: each.name, data: each.values, stack: each.stack || undefined,
      connectNulls: false, symbol: SHAPES[i % 4], symbolSize: 5, showSymbol: each.values.length < 40,
      lineStyle: { width: 2, type: DASHES[i % 4] }, barMaxWidth: 22,
      color: each.tone ? ink(each.tone) : tones[i % 4],
      markLine: i === 0 && spec.now ? {
        silent: true, symbol: 'none', data: [{ xAxis: spec.now }], label: { show: false },
        lineStyle: { color: text, type: 'solid', width: 1 },
      } : undefined,
    })),
  };
}

function drawOne(box: HTMLElement): void {
  const source = document.getElementById(box.dataset.chart ?? '');
  if (!source) return;
  const spec = JSON.parse(source.textContent ?? '{}') as Spec;
  drawn.get(box)?.dispose();
  const chart = init(box, undefined, { renderer: 'canvas', devicePixelRatio: Math.max(2, devicePixelRatio) });
  chart.setOption(option(spec));
  drawn.set(box, chart);
}

/** Draws every chart under `root`; the table beside each stays for those who read. */
export function draw(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-chart]')) drawOne(box);
}

const redraw = (): void => {
  for (const [box] of drawn) box.isConnected ? drawOne(box) : drawn.delete(box);
};
new ResizeObserver(() => {
  for (const [box, chart] of drawn) if (box.isConnected) chart.resize();
}).observe(document.body);
document.addEventListener('lf:theme', redraw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
