import { type BoardPart, INITIAL_VIEW_SPEC } from '@runloom/model';
import { describe, expect, it, test } from 'vitest';
import type { MetricRef } from '../panel-type.ts';
import { type BoardAction, INITIAL_BOARD_STATE, reduceBoard } from './board-view.ts';
import { type BoardKeys, composeSections, type Section, searchSections } from './sections.ts';

const line = ({ key }: MetricRef) => (key.startsWith('_') ? null : 'line');
const KEYS = {
  history: ['val/loss', 'train/loss', 'train/a/b', 'lr', '_step'],
  system: ['system.cpu'],
};
const compose = (board: BoardPart, keys: BoardKeys = KEYS, systemBy: 'one' | 'part' = 'one') =>
  composeSections(board, keys, line, (type) => type, systemBy);
const outline = (sections: readonly Section[]) =>
  sections.map(({ title, panels }) => [title, panels.map((panel) => panel.title)]);
const after = (...actions: readonly BoardAction[]): BoardPart =>
  actions.reduce(reduceBoard, INITIAL_BOARD_STATE).board;
const { board } = INITIAL_VIEW_SPEC;

describe('sections that come by themselves', () => {
  it('are made by what stands before the first slash', () => {
    expect(outline(compose(board))).toEqual([
      ['Charts', ['lr']],
      ['train', ['train/a/b', 'train/loss']],
      ['val', ['val/loss']],
      ['System', ['cpu']],
    ]);
  });

  it('or before the last one', () => {
    expect(outline(compose({ ...board, prefix: 'last' })).map(([title]) => title)).toEqual([
      'Charts',
      'train',
      'train/a',
      'val',
      'System',
    ]);
  });

  it('have no prefix for a key that begins with a slash, and one for a key that ends with it', () => {
    expect(outline(compose(board, { history: ['/x', 'x/'], system: [] }))).toEqual([
      ['Charts', ['/x']],
      ['x', ['x/']],
    ]);
  });

  it('of the machine are closed at first, or by what they are about', () => {
    expect(compose(board).at(-1)?.isOpen).toBe(false);
    const system = ['system.gpu.0.temp', 'system.cpu', 'uptime'];
    expect(
      outline(compose(board, { history: [], system }, 'part')).map(([title]) => title),
    ).toEqual(['Accelerator', 'Processor', 'Other']);
  });

  it('hold what was logged besides numbers, with what the reader set of it', () => {
    const logged = [
      { id: 'media/val/seen', type: 'media', key: 'val/seen', settings: { keys: ['val/seen'] } },
      { id: 'chart/roc', type: 'custom-chart', key: 'roc', settings: { definition: 'x' } },
    ];
    const keys = { history: ['val/loss'], system: [], logged };
    expect(outline(compose(board, keys))).toEqual([
      ['Charts', ['roc']],
      ['val', ['val/loss', 'val/seen']],
    ]);
    const changed = after(
      { kind: 'panel/settings', panel: 'media/val/seen', change: { columns: 3 } },
      { kind: 'panel/remove', panel: 'chart/roc' },
    );
    const [section, ...others] = compose(changed, keys);
    expect(others).toEqual([]);
    expect(section?.panels[1]?.settings).toEqual({ keys: ['val/seen'], columns: 3 });
    expect(compose({ ...board, mode: 'manual' }, keys)).toEqual([]);
  });

  it('sort numbers in names as numbers', () => {
    const history = ['layer10', 'layer2'];
    expect(outline(compose(board, { history, system: [] }))).toEqual([
      ['Charts', ['layer2', 'layer10']],
    ]);
  });
});

describe('what the reader did to sections', () => {
  it('renames, moves and removes them, and new metrics still find them', () => {
    const changed = after(
      { kind: 'section/rename', section: 'auto:train', title: 'Training' },
      { kind: 'section/order', order: ['auto:val', 'auto:train', 'auto:Charts', 'system:System'] },
      { kind: 'section/remove', section: 'auto:Charts' },
    );
    const keys = { history: [...KEYS.history, 'train/new', 'other/x'], system: [] };
    expect(outline(compose(changed, keys))).toEqual([
      ['val', ['val/loss']],
      ['Training', ['train/a/b', 'train/loss', 'train/new']],
      ['other', ['other/x']],
    ]);
  });

  it('adds empty ones, and takes them away with what was moved into them going home', () => {
    const made = after(
      { kind: 'section/add', section: 'own:1', title: 'Mine', order: ['own:1'] },
      { kind: 'panel/move', panel: 'history/lr', section: 'own:1', order: ['history/lr'] },
    );
    expect(outline(compose(made))[0]).toEqual(['Mine', ['lr']]);
    const gone = reduceBoard(
      { ...INITIAL_BOARD_STATE, board: made },
      { kind: 'section/remove', section: 'own:1' },
    ).board;
    expect(outline(compose(gone)).map(([title]) => title)).not.toContain('Mine');
  });

  it('opens and closes them, and says so only while it differs', () => {
    const closed = after({ kind: 'section/open', section: 'auto:train', isOpen: false });
    expect(compose(closed).find(({ id }) => id === 'auto:train')?.isOpen).toBe(false);
  });
});

describe('what the reader did to panels', () => {
  it('copies, moves, names and removes them', () => {
    const [panel] = compose(board)[0]?.panels ?? [];
    if (panel === undefined) throw new Error('There is a panel.');
    const changed = after(
      {
        kind: 'panel/duplicate',
        panel,
        id: 'own/1',
        section: 'auto:Charts',
        order: ['history/lr', 'own/1'],
      },
      { kind: 'panel/title', panel: 'own/1', title: 'Again' },
      { kind: 'panel/settings', panel: 'own/1', change: { yLog: true } },
      { kind: 'panel/remove', panel: 'history/val/loss' },
      {
        kind: 'panel/move',
        panel: 'history/train/loss',
        section: 'auto:Charts',
        order: ['own/1', 'history/train/loss', 'history/lr'],
      },
    );
    const sections = compose(changed);
    expect(outline(sections)).toEqual([
      ['Charts', ['Again', 'train/loss', 'lr']],
      ['train', ['train/a/b']],
      ['System', ['cpu']],
    ]);
    expect(sections[0]?.panels[0]).toMatchObject({
      metric: { key: 'lr' },
      settings: { yLog: true },
    });
  });

  it('stays, in manual mode, when everything else goes', () => {
    const changed = after(
      { kind: 'board/reset', mode: 'manual' },
      {
        kind: 'panel/add',
        entry: { id: 'own/2', type: 'line', metric: { stream: 'history', key: 'lr' } },
      },
    );
    expect(outline(compose(changed))).toEqual([['Charts', ['lr']]]);
  });

  it('that refers to a section that is gone stands where it came from', () => {
    const lost = { ...board, panels: [{ id: 'history/lr', section: 'own:gone' }] };
    expect(outline(compose(lost))[0]).toEqual(['Charts', ['lr']]);
  });
});

test('settings reach a panel from its section and from the board, the section’s first', () => {
  const changed = after(
    { kind: 'settings/change', type: 'line', section: null, change: { yLog: true } },
    { kind: 'settings/change', type: 'line', section: 'auto:train', change: { lineWidth: 3 } },
  );
  const panels = compose(changed).flatMap((section) => section.panels);
  expect(panels.find(({ title }) => title === 'train/loss')?.outer).toEqual([
    { lineWidth: 3 },
    { yLog: true },
  ]);
  expect(panels.find(({ title }) => title === 'lr')?.outer).toEqual([{}, { yLog: true }]);
});

test('a search leaves out sections without a find', () => {
  const found = searchSections(compose(board), ({ title }) => title.includes('loss'));
  expect(outline(found)).toEqual([
    ['train', ['train/loss']],
    ['val', ['val/loss']],
  ]);
});
