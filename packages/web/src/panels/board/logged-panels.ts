import { customChartOf } from '@runloom/model';
import { isArtifactTable, mediaKind } from '../../components/media/media-kind.ts';
import type { ShownRun } from './board-context.ts';
import type { LoggedPanel } from './sections.ts';

/** A run that logs more names than this is searched by its own page. */
const MOST_PANELS = 500;

/**
 * The panels of what runs logged besides numbers: media, tables, and charts of `wandb.plot`. A key of
 * several runs has one panel; what the first run logged decides its type.
 */
export function loggedPanels(
  runs: readonly Pick<ShownRun, 'media' | 'charts'>[],
): readonly LoggedPanel[] {
  const panels = new Map<string, LoggedPanel>();
  const add = (panel: LoggedPanel) => {
    if (!panels.has(panel.id) && panels.size < MOST_PANELS) panels.set(panel.id, panel);
  };
  for (const { media, charts } of runs) {
    for (const { key, config } of charts) {
      const settings = customChartOf(config);
      if (settings !== null) add({ id: `chart/${key}`, type: 'custom-chart', key, settings });
    }
    for (const { key, type } of media) {
      const kind = mediaKind(type);
      // Other types name files that nobody can look at, and values that lie in artifacts.
      if (kind === 'other' || isArtifactTable(type)) continue;
      if (kind === 'table') add({ id: `media/${key}`, type: 'table', key, settings: { key } });
      else add({ id: `media/${key}`, type: 'media', key, settings: { keys: [key] } });
    }
  }
  return [...panels.values()];
}
