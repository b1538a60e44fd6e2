import type { MetricRef, PanelSettings, PanelSpec } from '../panel-type.ts';

/** Panels under one heading. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly panels: readonly PanelSpec[];
  readonly isOpenAtFirst: boolean;
}

/** Heading of metrics without a prefix. */
const UNGROUPED = 'Charts';

/** Name of the type of panel that a metric gets; null for none. */
export type TypeForMetric = (metric: MetricRef) => string | null;

/** Metrics of scripts by what stands before the first slash; those without a prefix come first. */
export function historySections(keys: readonly string[], typeFor: TypeForMetric): Section[] {
  return sectionsBy(
    keys.map((key) => ({ stream: 'history', key })),
    prefixOf,
    typeFor,
  );
}

/** All metrics of the machine under one heading, closed at first. */
export function systemSection(keys: readonly string[], typeFor: TypeForMetric): Section[] {
  const metrics = keys.map((key): MetricRef => ({ stream: 'system', key }));
  return sectionsBy(metrics, () => 'System', typeFor).map((section) => ({
    ...section,
    id: 'System',
    isOpenAtFirst: false,
  }));
}

/** Metrics of the machine by the part that they are about. */
export function systemSections(keys: readonly string[], typeFor: TypeForMetric): Section[] {
  const metrics = keys.map((key): MetricRef => ({ stream: 'system', key }));
  return sectionsBy(metrics, partOf, typeFor);
}

/** Only the panels whose title matches; sections without any are left out. */
export function searchSections(
  sections: readonly Section[],
  matches: (title: string) => boolean,
): Section[] {
  return sections
    .map((section) => ({
      ...section,
      panels: section.panels.filter(({ title }) => matches(title)),
    }))
    .filter(({ panels }) => panels.length > 0);
}

/** The sections with what the reader set of their panels; a panel that nothing was set of is the same object. */
export function withSettings(
  sections: readonly Section[],
  settings: ReadonlyMap<string, PanelSettings>,
): readonly Section[] {
  if (settings.size === 0) return sections;
  return sections.map((section) => ({
    ...section,
    panels: section.panels.map((panel) => {
      const own = settings.get(panel.id);
      return own === undefined ? panel : { ...panel, settings: own };
    }),
  }));
}

function sectionsBy(
  metrics: readonly MetricRef[],
  titleOf: (key: string) => string,
  typeFor: TypeForMetric,
): Section[] {
  const panels = metrics.flatMap((metric) => {
    const type = typeFor(metric);
    return type === null ? [] : [toPanel(metric, type)];
  });
  panels.sort((a, b) => NATURAL.compare(a.title, b.title));
  return [...Map.groupBy(panels, ({ metric }) => titleOf(metric?.key ?? ''))]
    .map(([title, of]) => ({ id: title, title, panels: of, isOpenAtFirst: true }))
    .sort((a, b) => rank(a.title) - rank(b.title) || NATURAL.compare(a.title, b.title));
}

function toPanel(metric: MetricRef, type: string): PanelSpec {
  const title = metric.stream === 'system' ? metric.key.replace(/^system[./]/, '') : metric.key;
  const id = `${metric.stream}/${metric.key}`;
  return { id, type, title, metric, settings: {}, outer: [] };
}

/** layer2 comes before layer10. */
const NATURAL = new Intl.Collator('en', { numeric: true });

const rank = (title: string): number => (title === UNGROUPED ? 0 : title === 'Other' ? 2 : 1);

function prefixOf(key: string): string {
  const slash = key.indexOf('/');
  return slash > 0 ? key.slice(0, slash) : UNGROUPED;
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
