import type { OwnLineSettings } from '@runloom/model';
import { compact, flagOf, type Json, lookUp, numberOf, wholeOf } from './json.ts';
import { readAxis, writeAxis } from './line.ts';
import { readSmoothing, writeSmoothing } from './smoothing.ts';

const TOOLTIPS = { single: 'nearest', all_runs: 'all' } as const;

/** What a workspace or a section sets of all its line charts (`ViewspecSectionSettings`, `LocalPanelSettings`). */
export function readOuterSettings(settings: Json): OwnLineSettings {
  const axis = readAxis(settings['xAxis']);
  const smoothing = readSmoothing(settings['smoothingType'], settings['smoothingWeight']);
  const isSmooth = settings['smoothingActive'] !== false && !isNothing(smoothing);
  return compact({
    // The step is what charts go over by themselves.
    x: axis === 'step' ? undefined : axis,
    xMin: numberOf(settings['xAxisMin']),
    xMax: numberOf(settings['xAxisMax']),
    smoothing: isSmooth ? smoothing : undefined,
    ignoresOutliers: flagOf(settings['ignoreOutliers']) || undefined,
    mostLines: wholeOf(settings['maxRuns'], 1, 1_000),
    legendPlace: settings['suppressLegends'] === true ? 'none' : undefined,
    tooltip: lookUp(TOOLTIPS, settings['tooltipNumberOfRuns']),
  }) as OwnLineSettings;
}

export function writeOuterSettings(settings: OwnLineSettings): Json {
  const { x, xMin, xMax, smoothing, tooltip } = settings;
  return compact({
    xAxis: writeAxis(x) ?? '_step',
    xAxisActive: writeAxis(x) !== undefined || typeof xMin === 'number' || typeof xMax === 'number',
    xAxisMin: xMin ?? undefined,
    xAxisMax: xMax ?? undefined,
    ...outerSmoothing(smoothing),
    ignoreOutliers: settings.ignoresOutliers ?? false,
    maxRuns: settings.mostLines,
    suppressLegends: settings.legendPlace === 'none' ? true : undefined,
    tooltipNumberOfRuns:
      tooltip === 'nearest' ? 'single' : tooltip === 'all' ? 'all_runs' : undefined,
  });
}

/**
 * The client reads this weight as an integer and fails on any other, so that a fraction is not
 * written: the workspace opens in Python, without its smoothing.
 */
function outerSmoothing(smoothing: OwnLineSettings['smoothing']): Json {
  const written = isNothing(smoothing)
    ? { smoothingType: 'none', smoothingWeight: 0 }
    : writeSmoothing(smoothing);
  const isActive = !isNothing(smoothing);
  return Number.isInteger(written['smoothingWeight'])
    ? { ...written, smoothingActive: isActive }
    : { smoothingActive: isActive };
}

function isNothing(smoothing: OwnLineSettings['smoothing']): boolean {
  if (smoothing === undefined || smoothing.kind === 'none') return true;
  return 'weight' in smoothing && smoothing.weight === 0;
}
