import { describe, expect, it } from 'vitest';
import { chartRows } from './chart-rows.ts';
import { fillSpec, placeholdersOf, readSpec } from './chart-spec.ts';
import { CHART_PRESETS } from './presets.ts';

describe('a specification', () => {
  it('is told from a broken one, with the place', () => {
    expect(readSpec('{\n  "mark": 1,, }')).toMatchObject({
      kind: 'broken',
      message: expect.stringContaining('line 2'),
    });
    expect(readSpec('[1]').kind).toBe('broken');
    expect(readSpec(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`).kind).toBe('broken');
  });

  it('is Vega by its schema or its marks, else Vega-Lite', () => {
    const language = (text: string) => {
      const spec = readSpec(text);
      return spec.kind === 'ready' ? spec.language : null;
    };
    expect(language('{"$schema":"https://vega.github.io/schema/vega/v5.json"}')).toBe('vega');
    expect(language('{"marks":[]}')).toBe('vega');
    expect(language('{"$schema":"https://vega.github.io/schema/vega-lite/v4.json"}')).toBe(
      'vega-lite',
    );
    expect(language('{"mark":"bar"}')).toBe('vega-lite');
  });

  it('of an earlier version keeps its zoom', () => {
    const spec = readSpec(
      '{"mark":"line","selection":{"grid":{"type":"interval","bind":"scales"}}}',
    );
    expect(spec).toMatchObject({
      spec: { params: [{ name: 'grid', select: { type: 'interval' }, bind: 'scales' }] },
    });
  });
});

describe('placeholders', () => {
  const SPEC = {
    title: { text: '${string:title}' },
    encoding: {
      x: { field: '${field:x}', title: '${string:x title}' },
      color: { field: '${field:colour}' },
    },
    transform: [{ calculate: "datum['${field:x}'] * 2", as: 'twice' }],
  };

  it('are found once each', () => {
    expect(placeholdersOf(SPEC)).toEqual({
      fields: ['x', 'colour'],
      strings: ['title', 'x title'],
    });
  });

  it('take columns and texts, and leave out what has no column', () => {
    expect(fillSpec(SPEC, { x: 'a.b' }, { title: 'T' })).toEqual({
      title: { text: 'T' },
      encoding: { x: { field: 'a\\.b' } },
      transform: [{ calculate: "datum['a.b'] * 2", as: 'twice' }],
    });
  });

  it('can not break out of their place', () => {
    const filled = JSON.stringify(fillSpec(SPEC, { x: "'] + alert(1)" }, { title: '","x":"' }));
    expect(JSON.parse(filled).transform[0].calculate).toBe("datum['\\'] + alert(1)'] * 2");
    expect(JSON.parse(filled).title).toEqual({ text: '","x":"' });
    const polluted = fillSpec(JSON.parse('{"__proto__":{"x":"${string:title}"}}'), {}, {});
    expect(Object.getPrototypeOf(polluted)).toBe(Object.prototype);
    expect(fillSpec({ x: { field: '${field:constructor}' } }, {}, {})).toEqual({});
  });

  it.each(CHART_PRESETS)('of the preset $id are columns and texts that it has', ({ spec }) => {
    const { fields } = placeholdersOf(spec);
    expect(fields.length).toBeGreaterThan(0);
    const filled = fillSpec(spec, Object.fromEntries(fields.map((name) => [name, name])), {});
    expect(placeholdersOf(filled)).toEqual({ fields: [], strings: [] });
  });
});

describe('rows of a chart', () => {
  const NOTHING = { config: [], summary: [], history: [], summaryTable: '', historyTable: '' };
  const run = (more: object) =>
    ({
      name: 'r',
      label: 'Run',
      colour: '#123456',
      whole: undefined,
      history: undefined,
      table: null,
      ...more,
    }) as never;
  const whole = {
    config: { lr: 0.1, 'a.b': 1 },
    summary: { lr: 2, nested: { x: { $number: 'NaN' } } },
  };

  it('are one a run of config and summary', () => {
    const data = { ...NOTHING, config: ['lr', 'a.b'], summary: ['lr', 'nested.x'] };
    const { rows, columns } = chartRows([run({ whole })], data);
    expect({ ...rows[0] }).toEqual({
      'config.lr': 0.1,
      'a.b': 1,
      'summary.lr': 2,
      'nested.x': null,
      name: 'Run',
      color: '#123456',
      run: 'r',
    });
    expect(columns).toContain('a.b');
  });

  it('are one for each row of a table, and a column never passes for the run', () => {
    const table = {
      columns: ['x', 'name'],
      rows: [
        [1, 'evil'],
        [10n ** 17n, null],
      ],
    };
    const { rows } = chartRows([run({ whole, table })], {
      ...NOTHING,
      config: ['lr'],
      summaryTable: 't',
    });
    expect(rows.map((row) => ({ ...row }))).toMatchObject([
      { lr: 0.1, x: 1, name: 'Run' },
      { x: 1e17, name: 'Run' },
    ]);
  });

  it('are one for each step of a history, and say when there are more', () => {
    const history = {
      name: 'r',
      rows: [
        [0, 1],
        [1, { $number: 'Infinity' }],
      ],
      isCut: true,
    };
    const { rows, isCut } = chartRows([run({ history })], {
      ...NOTHING,
      history: ['_step', 'loss'],
    });
    expect(rows.map(({ loss }) => loss)).toEqual([1, null]);
    expect(isCut).toBe(true);
  });
});
