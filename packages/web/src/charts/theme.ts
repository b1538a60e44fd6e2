import { useSyncExternalStore } from 'react';
import { RUN_COLOUR_COUNT } from '../components/run-colour.ts';

/** Colours and font of charts, as a canvas takes them. */
export interface ChartTheme {
  readonly name: string;
  readonly grid: string;
  readonly axis: string;
  readonly crosshair: string;
  readonly selection: string;
  readonly accent: string;
  readonly surface: string;
  readonly text: string;
  readonly font: string;
  readonly fontFamily: string;
  /** Resolves `var(--name)`; any other colour stays as it is. */
  colour(css: string): string;
}

/** Reads the design's tokens as they are now. @param name of the page's theme, `light` or `dark` */
export function readChartTheme(name: string): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const known = new Map<string, string>();
  const fontFamily = token('--font-text');
  return {
    name,
    grid: token('--chart-grid'),
    axis: token('--chart-axis'),
    crosshair: token('--chart-crosshair'),
    selection: token('--chart-selection'),
    accent: token('--accent'),
    surface: token('--surface'),
    text: token('--text'),
    font: `11px ${fontFamily}`,
    fontFamily,
    colour: (css) => {
      const found = known.get(css);
      if (found !== undefined) return found;
      const name = /^var\((--[\w-]+)\)$/.exec(css)?.[1];
      const resolved = name === undefined ? css : token(name);
      known.set(css, resolved);
      return resolved;
    },
  };
}

/** The theme that the page has now. */
export const readPageTheme = (): ChartTheme =>
  readChartTheme(document.documentElement.dataset['theme'] ?? '');

/** The light theme, whatever the page has: for paper. */
export function readPrintTheme(): ChartTheme {
  const { dataset } = document.documentElement;
  const shown = dataset['theme'] ?? '';
  // Put back before anything is drawn or told.
  dataset['theme'] = 'light';
  try {
    const theme = readChartTheme('light');
    // Colours of runs are resolved, and from then on known, while they are those of paper.
    for (let index = 0; index < RUN_COLOUR_COUNT; index += 1) theme.colour(`var(--run-${index})`);
    return theme;
  } finally {
    dataset['theme'] = shown;
  }
}

/** `light` or `dark`; changes whenever the page's theme does. */
export function useThemeName(): string {
  return useSyncExternalStore(
    subscribeToTheme,
    () => document.documentElement.dataset['theme'] ?? '',
  );
}

function subscribeToTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
