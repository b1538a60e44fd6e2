/** The look of an exported page: calm, light or dark as the reader's system is, fit to be printed. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1d1d1f; --faint: #63666d; --line: #dcdee3; --surface: #fff;
  --raised: #f5f6f8; --accent: #2f5fd0; }
@media (prefers-color-scheme: dark) { :root { --text: #e8e9ec; --faint: #a0a4ad; --line: #3a3d45;
  --surface: #17181b; --raised: #212329; --accent: #8fb0ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 54rem; padding: 3rem 1.5rem 5rem; background: var(--surface);
  color: var(--text); font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; margin: 2em 0 .6em; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; } h3 { font-size: 1.1rem; }
header h1 { font-size: 2rem; margin: 0 0 .3em; }
header p { color: var(--faint); margin: .2em 0; }
a { color: var(--accent); }
code { font: .9em/1.5 ui-monospace, monospace; background: var(--raised); padding: .1em .3em;
  border-radius: .25em; }
pre { background: var(--raised); padding: 1em; overflow-x: auto; border-radius: .5em; }
pre code { padding: 0; background: none; }
blockquote { margin: 1em 0; padding: 0 1em; border-left: .25em solid var(--line); color: var(--faint); }
.callout { margin: 1em 0; padding: .2em 1em; border-left: .25em solid #4a7ee8; background: var(--raised); }
.tip { border-color: #2c9a5e; } .warning { border-color: #d08a00; } .danger { border-color: #d2414a; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { border: 1px solid var(--line); padding: .35em .6em; text-align: left; vertical-align: top; }
th { background: var(--raised); }
td p, th p { margin: 0; }
.scroll { overflow-x: auto; }
img, svg, video { max-width: 100%; height: auto; }
figure { margin: 1.2em 0; }
figcaption { color: var(--faint); font-size: .9rem; }
figcaption.title { color: var(--text); font-weight: 600; margin-bottom: .4em; }
.figures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem; margin: 1.5em 0; }
.figures figure { margin: 0; border: 1px solid var(--line); border-radius: .5em; padding: .5em;
  background: #fff; color: #1d1d1f; min-width: 0; --raised: #f5f6f8; --line: #dcdee3; --text: #1d1d1f;
  --faint: #63666d; }
.figures .wide { grid-column: 1 / -1; }
.figures svg { display: block; width: 100%; }
ul.tasks { list-style: none; padding-left: .5em; } ul.tasks > li > p:first-of-type { display: inline; }
.note, .source { color: var(--faint); font-size: .85rem; }
.formula { overflow-x: auto; margin: 1em 0; text-align: center; }
.number { font-variant-numeric: tabular-nums; text-decoration: underline dotted; }
.mention { color: var(--accent); }
nav ol { list-style: none; padding: 0; } nav .level-2 { padding-left: 1.2em; } nav .level-3 { padding-left: 2.4em; }
@media (max-width: 40rem) { .figures { grid-template-columns: 1fr; } }
@media print { body { padding: 0; max-width: none; } figure, tr { break-inside: avoid; } }
`;
