import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { expect, it } from 'vitest';
import { fillSpec, placeholdersOf } from './chart-spec.ts';
import { CHART_PRESETS } from './presets.ts';

it.each(CHART_PRESETS)('the preset $id is drawn by the interpreter', async ({ spec }) => {
  const { fields } = placeholdersOf(spec);
  const own = Object.fromEntries(fields.map((name) => [name, name]));
  const rows = [0, 1, 2].map((value) => ({
    name: `run ${value}`,
    color: '#123456',
    ...Object.fromEntries(fields.map((name) => [name, value])),
  }));
  const filled = { ...fillSpec(spec, own, { title: 'T' }), data: { values: rows } };
  const runtime = parse(compile(filled as unknown as TopLevelSpec).spec, {}, { ast: true });
  const view = new View(runtime, { renderer: 'none', expr: expressionInterpreter });
  await view.runAsync();
  expect((await view.toSVG()).length).toBeGreaterThan(500);
  view.finalize();
});
