import type { Config } from 'vega-lite';
import type { FrameTheme } from './messages.ts';

/** Colours and fonts of the page, for what a specification does not say itself. @param width of the frame, px */
export function themeConfig(
  { text, muted, grid, font, isDark, colours }: FrameTheme,
  width: number,
): Config {
  const title = {
    color: text,
    font,
    fontSize: 12,
    fontWeight: 'normal' as const,
    limit: width - 16,
  };
  return {
    background: 'transparent',
    title: { ...title, subtitleColor: muted, subtitleFont: font },
    style: {
      'guide-label': { fill: muted, font, fontSize: 11 },
      'guide-title': { fill: muted, font, fontSize: 11, fontWeight: 'normal' },
      cell: { stroke: 'transparent' },
    },
    axis: {
      domainColor: grid,
      gridColor: grid,
      tickColor: grid,
      labelOverlap: 'greedy',
      labelSeparation: 6,
    },
    axisQuantitative: { tickCount: 5 },
    legend: { labelColor: text, titleColor: muted },
    range: {
      category: [...colours],
      // Dark is little: on a dark page the other way round.
      ramp: { scheme: isDark ? 'darkblue' : 'blues' },
      heatmap: { scheme: isDark ? 'darkblue' : 'blues' },
    },
    text: { color: text, font },
  } as Config;
}
