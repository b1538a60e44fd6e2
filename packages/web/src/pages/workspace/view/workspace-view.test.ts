import { INITIAL_VIEW_SPEC, parseViewSpec } from '@runloom/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INITIAL_PASSING } from '../../../panels/board/reducers/passing.ts';
import { decodeSpec, encodeSpec } from '../../../panels/view/address-state.ts';
import { createHistory, reduceHistory } from '../../../panels/view/view-history.ts';
import { specOf, stateOf, WORKSPACE_RULES, type WorkspaceAction } from './workspace-view.ts';

type Kind = WorkspaceAction['kind'];
type Rest<Of extends Kind> = Omit<Extract<WorkspaceAction, { kind: Of }>, 'kind'>;

const text = fc.string({ maxLength: 8 });
const flag = fc.boolean();
const run = fc.constantFrom('r1', 'r2', 'r3');
const field = fc.constantFrom('config.lr', 'summary.loss', 'state');
const panel = fc.constantFrom('history/loss', 'history/val/acc', 'own/1', 'own/2');
const section = fc.constantFrom('auto:Charts', 'auto:val', 'own:1');
const order = fc.uniqueArray(panel);
const sections = fc.uniqueArray(section);
const settings = fc.record({ yLog: fc.option(flag, { nil: undefined }), title: text });
const entry = panel.map((id) => ({ id, type: 'line', section: 'auto:Charts' }));
const mode = fc.constantFrom('automatic' as const, 'manual' as const);
const column = fc.record({
  field,
  statistic: fc.constantFrom('last' as const, 'min' as const),
  isPinned: flag,
});

/** Every action of the page, by name: a new one has to be added here. */
const ACTIONS: { readonly [Of in Kind]: fc.Arbitrary<Rest<Of>> } = {
  'runs/search': fc.record({ text }),
  'runs/expression': fc.record({ isOn: flag }),
  'runs/filter': fc.record({ text }),
  'runs/sort': fc.record({ sort: fc.array(fc.record({ field, isAscending: flag })) }),
  'runs/group': fc.record({ by: fc.uniqueArray(field) }),
  'runs/columns': fc.record({ columns: fc.option(fc.array(column)) }),
  'runs/width': fc.record({ columns: fc.array(column) }),
  'runs/show': fc.record({ base: fc.constantFrom('first', 'all', 'none') }),
  'runs/first': fc.record({ count: fc.integer({ min: 1, max: 50 }) }),
  'runs/show-only': fc.record({ run }),
  'runs/toggle': fc.record({ names: fc.uniqueArray(run), isShown: flag }),
  'runs/colour': fc.record({ of: run, colour: fc.constantFrom('#ff0000', null) }),
  'runs/colours': fc.record({ change: fc.record({ palette: fc.constantFrom('vivid', 'calm') }) }),
  'runs/baseline': fc.record({ run: fc.option(run) }),
  'runs/pin': fc.record({ run, isPinned: flag }),
  'runs/also-from': fc.record({ projects: fc.constant([{ entity: 'a', project: 'b' }]) }),
  'panels/remove': fc.record({ panels: fc.uniqueArray(panel) }),
  'runs/layout': fc.record({ layout: fc.constantFrom('split', 'wide', 'closed') }),
  search: fc.record({ text }),
  zoom: fc.record({
    panel,
    axis: fc.constantFrom('step', 'relative'),
    range: fc.option(fc.constant({ min: 1, max: 5 })),
  }),
  'full-screen': fc.record({ panel: fc.option(panel) }),
  page: fc.record({ section, page: fc.nat({ max: 3 }) }),
  'settings/change': fc.record({
    type: fc.constant('line'),
    section: fc.option(section),
    change: settings,
  }),
  axis: fc.record({ axis: fc.constantFrom('step', 'relative', 'wall') }),
  smoothing: fc.record({ smoothing: fc.constant({ kind: 'ema', weight: 0.5 }) }),
  original: fc.record({ isShown: flag }),
  log: fc.record({ isLog: flag }),
  outliers: fc.record({ areIgnored: flag }),
  columns: fc.record({ columns: fc.option(fc.integer({ min: 1, max: 6 })) }),
  'sync-zoom': fc.record({ isOn: flag }),
  'board/mode': fc.record({ mode }),
  'board/prefix': fc.record({ prefix: fc.constantFrom('first', 'last') }),
  'board/reset': fc.record({ mode }),
  'section/open': fc.record({ section, isOpen: flag }),
  'section/rename': fc.record({ section, title: text }),
  'section/order': fc.record({ order: sections }),
  'section/sort': fc.record({ section }),
  'section/add': fc.record({ section: fc.constant('own:1'), title: text, order: sections }),
  'section/remove': fc.record({ section }),
  'section/layout': fc.record({ section, layout: fc.record({ columns: fc.constant(2) }) }),
  'sections/open-all': fc.record({ sections, isOpen: flag }),
  'panel/settings': fc.record({ panel, change: settings }),
  'panel/title': fc.record({ panel, title: text }),
  'panel/type': fc.record({ panel, type: fc.constant('scalar') }),
  'panel/size': fc.record({ panel, size: fc.constant({ columns: 2, rows: 1 }) }),
  'panel/add': fc.record({ entry }),
  'panel/duplicate': fc.record({
    panel: fc.constant({
      id: 'history/loss',
      type: 'line',
      title: 'loss',
      metric: { stream: 'history', key: 'loss' },
      settings: {},
      outer: [],
    } as const),
    id: fc.constantFrom('own/3', 'own/4'),
    section,
    order,
  }),
  'panel/move': fc.record({ panel, section, order }),
  'panel/remove': fc.record({ panel }),
  'view/set': fc.record({ spec: fc.constant(INITIAL_VIEW_SPEC) }),
};

const action: fc.Arbitrary<WorkspaceAction> = fc.oneof(
  ...Object.entries(ACTIONS).map(([kind, rest]) =>
    (rest as fc.Arbitrary<object>).map((members) => ({ kind, ...members }) as WorkspaceAction),
  ),
);

test('whatever was done is undone to the start, and done again to the end', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const start = stateOf(INITIAL_VIEW_SPEC, INITIAL_PASSING);
      let history = createHistory(start);
      const done = [history.present];
      for (const [index, one] of actions.entries()) {
        // Far apart, so that none is taken together with the one before.
        history = reduceHistory(WORKSPACE_RULES, history, {
          kind: 'do',
          action: one,
          at: index * 10_000,
        });
        if (history.past.length === done.length) done.push(history.present);
        else done[done.length - 1] = history.present;
      }
      for (const expected of done.slice(0, -1).toReversed()) {
        history = reduceHistory(WORKSPACE_RULES, history, { kind: 'undo' });
        expect(specOf(history.present)).toEqual(specOf(expected));
      }
      expect(specOf(history.present)).toEqual(INITIAL_VIEW_SPEC);
      for (const expected of done.slice(1)) {
        history = reduceHistory(WORKSPACE_RULES, history, { kind: 'redo' });
        expect(specOf(history.present)).toEqual(specOf(expected));
      }
    }),
  );
});

test('whatever was done is a view that can be saved, and comes back from the address', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
      const state = actions.reduce(
        WORKSPACE_RULES.reduce,
        stateOf(INITIAL_VIEW_SPEC, INITIAL_PASSING),
      );
      // As JSON has it: what is undefined is not there.
      const spec = JSON.parse(JSON.stringify(specOf(state)));
      expect(parseViewSpec(spec)).toEqual(spec);
      const address = await encodeSpec(specOf(state));
      if (address !== null) expect(await decodeSpec(address)).toEqual(spec);
    }),
  );
});
