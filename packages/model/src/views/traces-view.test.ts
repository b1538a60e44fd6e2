import { describe, expect, it } from 'vitest';
import { describeTracesChanges } from './changes.ts';
import { ViewSpecError } from './spec-reader.ts';
import { INITIAL_TRACES_VIEW, parseTracesView } from './traces-view.ts';
import { readWeaveSavedView, readWeaveViewHead } from './weave-saved-view.ts';

describe('a saved list of traces', () => {
  it('is complete by itself, and one of a newer program is refused', () => {
    expect(parseTracesView({ version: 1, filter: 'status = "error"' })).toEqual({
      ...INITIAL_TRACES_VIEW,
      filter: 'status = "error"',
    });
    expect(() => parseTracesView({ version: 2 })).toThrow(/newer version/);
    expect(() => parseTracesView({ version: 1, columns: [''] })).toThrow(ViewSpecError);
  });

  it('says how it differs from another version', () => {
    const after = parseTracesView({
      ...INITIAL_TRACES_VIEW,
      isAll: true,
      sort: { field: 'latency', direction: 'desc' },
      pinned: ['status'],
      from: 0,
    });
    expect(describeTracesChanges(INITIAL_TRACES_VIEW, after)).toEqual([
      { subject: 'Listed', before: 'traces', after: 'all calls' },
      { subject: 'From', before: null, after: '1970-01-01T00:00:00.000Z' },
      { subject: 'Sort', before: null, after: 'latency ↓' },
      { subject: 'Pinned columns', before: null, after: 'status' },
    ]);
    expect(describeTracesChanges(after, after)).toEqual([]);
  });
});

describe('a view that a client of Weave published', () => {
  const read = (definition: unknown, type = 'traces') =>
    readWeaveSavedView({ view_type: type, label: 'Slow', definition });

  it('is shown with its filters, columns, pins and sort', () => {
    const { spec, notes } = read({
      filter: { trace_roots_only: true, op_names: ['weave:///a/b/op/chat:*'] },
      query: {
        $expr: { $and: [{ $gt: [{ $getField: 'summary.weave.latency_ms' }, { $literal: 5 }] }] },
      },
      columns: [
        { path: ['op_name'], label: 'Op' },
        { path: ['inputs', 'a.b', 0] },
        { path: ['summary', 'weave', 'status'], label: 'Status' },
      ],
      pin: { left: ['CustomCheckbox', 'op_name', 'summary.weave.status'], right: [] },
      sort_by: [{ field: 'started_at', direction: 'asc' }],
      page_size: 50,
    });
    expect(notes).toEqual([]);
    expect(spec).toEqual({
      ...INITIAL_TRACES_VIEW,
      filter: 'op = "chat" and latency > 5 ms',
      columns: ['name', 'inputs.a\\.b.0', 'status'],
      pinned: ['name', 'status'],
      sort: { field: 'started', direction: 'asc' },
    });
  });

  it('without columns of its own has those of the list, but what it hides', () => {
    const { spec } = read({
      cols: { 'inputs.city': true, tokens: false, CustomCheckbox: true, output: true },
      column_order: ['started_at', 'summary.weave.status'],
    });
    expect(spec.isAll).toBe(true);
    expect(spec.columns).toEqual([
      'started',
      'status',
      'name',
      'inputs',
      'output',
      'latency',
      'cost',
      'user',
      'inputs.city',
    ]);
  });

  it('is read as Python publishes it, with the classes of all that it holds', () => {
    const ofClass = (name: string, members: object) => ({
      _type: name,
      ...members,
      _class_name: name,
      _bases: ['BaseModel'],
    });
    const field = ofClass('GetFieldOperator', { $getField: 'inputs.a' });
    const literal = ofClass('LiteralOperation', { $literal: 'x' });
    const query = ofClass('Query', { $expr: ofClass('EqOperation', { $eq: [field, literal] }) });
    expect(read(ofClass('SavedViewDefinition', { query, filter: null })).spec.filter).toBe(
      'inputs.a = "x"',
    );
  });

  it('tells what of it is shown otherwise', () => {
    const { spec, notes } = read({
      filter: { input_refs: ['weave:///a/b/object/c:d'] },
      query: { $expr: { $eq: [{ $getField: 'inputs.a' }, { $getField: 'inputs.b' }] } },
      sort_by: [{ field: 'nothing', direction: 'asc' }],
      charts: [{ x_axis: 'a', y_axis: 'b' }],
      expand_columns: ['inputs.self'],
    });
    expect(spec.filter).toBe('');
    expect(notes).toHaveLength(5);
  });

  it('has no more columns and pins than a saved list may have', () => {
    const paths = Array.from({ length: 80 }, (_, at) => `inputs.at${at}`);
    const { spec } = read({
      columns: paths.map((path) => ({ path: path.split('.') })),
      pin: { left: paths, right: [] },
    });
    expect(parseTracesView(spec)).toEqual(spec);
  });

  it('is refused when it can not be read', () => {
    expect(() => read({ columns: 'all' })).toThrow(ViewSpecError);
    expect(readWeaveViewHead({ label: 'x' })).toBeNull();
    expect(readWeaveViewHead(read)).toBeNull();
  });
});
