import { inScript } from './in-script.ts';

/**
 * A page that draws a figure of Plotly's. It is to be run in a sandboxed frame: figures may hold HTML
 * of their own in titles and labels.
 * @param library source of Plotly
 * @param figure JSON as the client saved it
 */
export function figurePage(library: string, figure: string): string {
  return `<!doctype html><meta charset="utf-8">
<style>html, body, #figure { height: 100%; margin: 0; background: #fff }</style>
<div id="figure"></div>
<script>${inScript(library)}</script>
<script id="data" type="application/json">${inScript(figure)}</script>
<script>
const { data, layout, frames } = JSON.parse(document.getElementById('data').textContent);
const { width, height, ...rest } = layout ?? {};
Plotly.newPlot('figure', {
  data: data ?? [],
  layout: { ...rest, autosize: true },
  frames: frames ?? [],
  config: { responsive: true, displaylogo: false },
});
</script>`;
}
