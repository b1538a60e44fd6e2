import { useSyncExternalStore } from 'react';

/** Colours and font of charts, as a canvas takes them. */
export interface ChartTheme {
  readonly name: string;
  readonly grid: string;
  readonly axis: string;
  readonly font: string;
  /** Resolves `var(--name)`; any other colour stays as it is. */
  colour(css: string): string;
}

/** Reads the design's tokens as they are now. @param name of the page's theme, `light` or `dark` */
export function readChartTheme(name: string): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    name,
    grid: token('--chart-grid'),
    axis: token('--chart-axis'),
    font: `11px ${token('--font-text')}`,
    colour: (css) => {
      const name = /^var\((--[\w-]+)\)$/.exec(css)?.[1];
      return name === undefined ? css : token(name);
    },
  };
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
