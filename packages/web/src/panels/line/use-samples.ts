import type { LineSettings, PanelData } from '@runloom/model';
import { useMemo } from 'react';
import { useSeries } from '../../data/series.ts';
import type { PanelQuery } from '../../data/series-query.ts';
import { bandAround, panelRequest, type ShownPanel } from './panel-request.ts';
import { sampledRuns, samplesOf } from './samples.ts';

const NO_GROUPS: PanelData['groups'] = [];
const NOTHING = { runs: [], of: 0 };

/**
 * The lines of the single runs of groups, where the settings ask for them; null where they don't.
 * @param query what the panel itself asks
 * @param groups those that it got, as far as they are known
 */
export function useSamples(
  settings: LineSettings,
  query: PanelQuery | null,
  panel: ShownPanel,
  groups: PanelData['groups'] = NO_GROUPS,
) {
  const isAsked = settings.isGrouped && bandAround(settings) === 'samples';
  const { stream, y, axis, range, width } = panel;
  const chosen = useMemo(
    () => (isAsked ? sampledRuns(groups, y.length) : NOTHING),
    [isAsked, groups, y.length],
  );
  const own = useMemo((): PanelQuery | null => {
    if (query === null || chosen.runs.length === 0) return null;
    const plain: LineSettings = {
      ...settings,
      isGrouped: false,
      smoothing: { kind: 'none' },
      showsEnvelope: false,
      legend: '',
    };
    const request = panelRequest(plain, { stream, y, axis, range, width });
    return { ...query, runs: chosen.runs, hiddenRuns: [], panel: request };
  }, [query, chosen, settings, stream, y, axis, range, width]);
  const { data, isLoading } = useSeries(own);
  return useMemo(
    () =>
      isAsked
        ? { drawn: chosen.runs.length, of: chosen.of, isLoading, find: samplesOf(data) }
        : null,
    [isAsked, chosen, isLoading, data],
  );
}
