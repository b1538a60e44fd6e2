import type { BoardPart, PanelEntry, PanelSizeSpec, SectionSpec } from '@runloom/model';
import type { MetricRef, PanelSettings, PanelSpec } from '../panel-type.ts';
import { isOwnPanel } from './reducers/panels.ts';
import { isOwnSection } from './reducers/sections.ts';

/** Panels under one heading, as the reader set them up. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly panels: readonly PanelSpec[];
  readonly isOpen: boolean;
  /** Panels side by side; null: as the board says. */
  readonly columns: number | null;
  /** Of a panel, px; null: as the board says. */
  readonly height: number | null;
  /** Panels may differ in size: then `sizes` counts. */
  readonly isCustom: boolean;
  readonly sizes: ReadonlyMap<string, PanelSizeSpec>;
  /** Rows of panels on a page; null: all on one. */
  readonly pageRows: number | null;
}

/** Metrics that have panels by themselves. */
export interface BoardKeys {
  readonly history: readonly string[];
  readonly system: readonly string[];
  /** Panels of what was logged besides numbers. */
  readonly logged?: readonly LoggedPanel[];
}

/** A panel that comes by itself for something that is no number: an image, a table, a chart. */
export interface LoggedPanel {
  readonly id: string;
  readonly type: string;
  /** Decides its section, as the name of a metric does. */
  readonly key: string;
  /** What holds where the reader set nothing. */
  readonly settings: PanelSettings;
}

/** Name of the type of panel that a metric gets; null for none. */
export type TypeForMetric = (metric: MetricRef) => string | null;

/** Heading of a panel that the reader did not name, by its type. */
export type TitleOf = (type: string, settings: PanelSettings) => string;

/** Heading of metrics without a prefix. */
const UNGROUPED = 'Charts';
const AUTO = 'auto:';
const SYSTEM = 'system:';

/**
 * The sections of a board: those that come by themselves by the names of metrics, with everything
 * that the reader did to them, and those that the reader made.
 * @param systemBy metrics of the machine under one heading, closed at first, or by what they are about
 */
export function composeSections(
  board: BoardPart,
  keys: BoardKeys,
  typeFor: TypeForMetric,
  titleOf: TitleOf,
  systemBy: 'one' | 'part',
): readonly Section[] {
  const entries = new Map(board.panels.map((entry) => [entry.id, entry]));
  const specs = new Map(board.sections.map((section) => [section.id, section]));
  const placed: { readonly panel: PanelSpec; readonly section: string }[] = [];
  const place = (panel: Omit<PanelSpec, 'outer'>, wanted: string | undefined, home: string) => {
    const target = wanted === undefined || specs.get(wanted)?.isRemoved ? home : wanted;
    const section = isOwnSection(target) && !specs.has(target) ? home : target;
    const outer = [specs.get(section)?.settings?.[panel.type], board.settings[panel.type]];
    placed.push({
      section,
      panel: { ...panel, outer: outer.map((settings) => settings ?? NO_SETTINGS) },
    });
  };

  if (isAutomatic(board)) {
    for (const metric of metricsOf(keys)) {
      const home = homeOf(metric, board.prefix, systemBy);
      const id = `${metric.stream}/${metric.key}`;
      const entry = entries.get(id);
      const type = entry?.type ?? typeFor(metric);
      if (type === null || entry?.isRemoved || specs.get(home)?.isRemoved) continue;
      const title = entry?.title ?? titleOfMetric(metric);
      place(
        { id, type, title, metric, settings: entry?.settings ?? NO_SETTINGS },
        entry?.section,
        home,
      );
    }
  }
  for (const { id, type, key, settings } of isAutomatic(board) ? (keys.logged ?? []) : []) {
    const home = homeOf({ stream: 'history', key }, board.prefix, systemBy);
    const entry = entries.get(id);
    if (entry?.isRemoved || specs.get(home)?.isRemoved) continue;
    const panel = {
      id,
      type: entry?.type ?? type,
      title: entry?.title ?? key,
      metric: null,
      settings: { ...settings, ...entry?.settings },
    };
    place(panel, entry?.section, home);
  }
  for (const entry of board.panels) {
    if (!isOwnPanel(entry.id) || entry.isRemoved) continue;
    place(ownPanel(entry, titleOf), entry.section, `${AUTO}${UNGROUPED}`);
  }

  const grouped = Map.groupBy(placed, ({ section }) => section);
  const ids = new Set(grouped.keys());
  for (const { id, isRemoved } of board.sections) if (isOwnSection(id) && !isRemoved) ids.add(id);
  return sortSections([...ids], board.order, specs).map((id) =>
    toSection(
      id,
      specs.get(id),
      (grouped.get(id) ?? []).map(({ panel }) => panel),
      entries,
    ),
  );
}

/** Only the panels that match; sections without any are left out. */
export function searchSections(
  sections: readonly Section[],
  matches: (panel: PanelSpec) => boolean,
): Section[] {
  return sections
    .map((section) => ({ ...section, panels: section.panels.filter(matches) }))
    .filter(({ panels }) => panels.length > 0);
}

const isAutomatic = ({ mode }: BoardPart): boolean => mode === 'automatic';

const NO_SETTINGS: PanelSettings = {};

/** layer2 comes before layer10. */
const NATURAL = new Intl.Collator('en', { numeric: true });

function metricsOf({ history, system }: BoardKeys): readonly MetricRef[] {
  return [
    ...history.map((key) => ({ stream: 'history', key }) as const),
    ...system.map((key) => ({ stream: 'system', key }) as const),
  ];
}

function homeOf(
  { stream, key }: MetricRef,
  prefix: BoardPart['prefix'],
  systemBy: 'one' | 'part',
): string {
  if (stream === 'system') return `${SYSTEM}${systemBy === 'one' ? 'System' : partOf(key)}`;
  const slash = prefix === 'first' ? key.indexOf('/') : key.lastIndexOf('/');
  return `${AUTO}${slash > 0 ? key.slice(0, slash) : UNGROUPED}`;
}

function titleOfMetric({ stream, key }: MetricRef): string {
  return stream === 'system' ? key.replace(/^system[./]/, '') : key;
}

function ownPanel(entry: PanelEntry, titleOf: TitleOf): Omit<PanelSpec, 'outer'> {
  const { id, type = 'line', metric = null, settings = NO_SETTINGS } = entry;
  const title = entry.title ?? (metric === null ? titleOf(type, settings) : titleOfMetric(metric));
  return { id, type, title, metric, settings };
}

function toSection(
  id: string,
  spec: SectionSpec | undefined,
  panels: readonly PanelSpec[],
  entries: ReadonlyMap<string, PanelEntry>,
): Section {
  const sizes = new Map<string, PanelSizeSpec>();
  for (const panel of panels) {
    const size = entries.get(panel.id)?.size;
    if (size !== undefined) sizes.set(panel.id, size);
  }
  return {
    id,
    title: spec?.title ?? id.slice(id.indexOf(':') + 1),
    panels: sortPanels(panels, spec),
    isOpen: spec?.isOpen ?? id !== `${SYSTEM}System`,
    columns: spec?.columns ?? null,
    height: spec?.height ?? null,
    isCustom: spec?.isCustom ?? false,
    sizes,
    pageRows: spec?.pageRows ?? null,
  };
}

/** As the reader dragged them; what came later, by name behind them. */
function sortPanels(
  panels: readonly PanelSpec[],
  spec: SectionSpec | undefined,
): readonly PanelSpec[] {
  const places = new Map((spec?.order ?? []).map((id, index) => [id, index]));
  const placeOf = ({ id }: PanelSpec) => places.get(id) ?? Number.POSITIVE_INFINITY;
  return panels.toSorted((a, b) => {
    const [left, right] = [placeOf(a), placeOf(b)];
    return left === right ? NATURAL.compare(a.title, b.title) : left - right;
  });
}

/** As the reader dragged them; others by name, those without a prefix first and the machine's last. */
function sortSections(
  ids: readonly string[],
  order: readonly string[],
  specs: ReadonlyMap<string, SectionSpec>,
): readonly string[] {
  const places = new Map(order.map((id, index) => [id, index]));
  const rank = (id: string): number => {
    if (id === `${AUTO}${UNGROUPED}`) return 0;
    if (id.startsWith(SYSTEM)) return id === `${SYSTEM}Other` ? 4 : 3;
    return isOwnSection(id) ? 2 : 1;
  };
  const title = (id: string) => specs.get(id)?.title ?? id.slice(id.indexOf(':') + 1);
  return ids.toSorted((a, b) => {
    const [left, right] = [places.get(a), places.get(b)];
    if (left !== undefined && right !== undefined) return left - right;
    if (left !== undefined || right !== undefined) {
      // What appeared after the last drag stands before the machine's metrics, behind all others.
      return left === undefined ? 1 : -1;
    }
    return rank(a) - rank(b) || NATURAL.compare(title(a), title(b));
  });
}

const PARTS: readonly (readonly [pattern: RegExp, title: string])[] = [
  [/^cpu/, 'Processor'],
  [/^(?:gpu|tpu|ipu|trn|npu)/, 'Accelerator'],
  [/^(?:memory|mem\b)/, 'Memory'],
  [/^proc/, 'Process'],
  [/^disk/, 'Disk'],
  [/^network/, 'Network'],
];

/** `system.gpu.0.temp` is about the accelerator. */
function partOf(key: string): string {
  const name = key.replace(/^system[./]/, '').toLowerCase();
  return PARTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'Other';
}
