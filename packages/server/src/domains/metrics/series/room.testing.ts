import { type PanelData, PanelRequest } from '@runloom/model';
import type { Run } from '../../runs/index.ts';
import { type MetricsRoom, openMetricsRoom } from '../metrics.testing.ts';

type PanelInput = Parameters<typeof PanelRequest.parse>[0] & object;

/** Where metrics are drawn. */
export interface SeriesRoom extends MetricsRoom {
  panel(runs: readonly Run[], panel: PanelInput, hidden?: readonly Run[]): Promise<PanelData>;
}

export async function openSeriesRoom(): Promise<SeriesRoom> {
  const room = await openMetricsRoom();
  return {
    ...room,
    panel: (runs, panel, hidden = []) =>
      room.metrics.readPanel(
        {
          runs,
          hidden,
          userOf: () => 'ada',
          projectOf: () => 'ada/looms',
          nameOf: (run) => run.name,
        },
        PanelRequest.parse(panel),
      ),
  };
}
