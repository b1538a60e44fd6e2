import type { Gradient, GradientStop } from '@runloom/model';

type NamedGradient = Extract<Gradient, string>;

/** Stops at even distances; the first two keep their order of lightness with every colour blindness. */
const NAMED: Readonly<Record<NamedGradient, readonly string[]>> = {
  viridis: ['#440154', '#46327e', '#365c8d', '#277f8e', '#1fa187', '#4ac16d', '#a0da39', '#fde725'],
  plasma: ['#0d0887', '#5302a3', '#8b0aa5', '#b83289', '#db5c68', '#f48849', '#febc2a', '#f0f921'],
  blues: ['#c6dbef', '#9ecae1', '#6baed6', '#4292c6', '#2171b5', '#08519c', '#08306b'],
  'cool-warm': ['#3b4cc0', '#7b9ff9', '#b8b8c8', '#f4987a', '#b40426'],
};

/** In the dark the dark ends would not be seen. */
const NAMED_IN_THE_DARK: Partial<Record<NamedGradient, readonly string[]>> = {
  viridis: ['#6a4bb5', '#5b6fc4', '#4391c0', '#2fb0ab', '#4dcb86', '#8edb55', '#c9e337', '#fde725'],
  plasma: ['#6a4be0', '#9a3bd0', '#c247b0', '#dd5f86', '#ef7f5c', '#f9a63e', '#fccf33', '#f0f921'],
  blues: ['#2c5d96', '#3676b8', '#4a90d6', '#6cabe8', '#97c6f5', '#c3dffc', '#eaf4ff'],
  'cool-warm': ['#6f8bff', '#9db4f5', '#c9c9d2', '#f6a68c', '#ff6b61'],
};

/** How many colours are told apart: neighbours of more look the same. */
export const GRADIENT_STEPS = 64;

/** The stops of a gradient as they are drawn in a theme. @param theme `light` or `dark` */
export function stopsOf(gradient: Gradient, theme: string): readonly GradientStop[] {
  if (typeof gradient !== 'string') return gradient;
  const colours = (theme === 'dark' ? NAMED_IN_THE_DARK[gradient] : null) ?? NAMED[gradient];
  return colours.map((colour, index) => ({ at: index / (colours.length - 1), colour }));
}

/** The gradient as {@link GRADIENT_STEPS} colours, from the least to the most. */
export function gradientColours(gradient: Gradient, theme: string): readonly string[] {
  const stops = stopsOf(gradient, theme);
  return Array.from({ length: GRADIENT_STEPS }, (_, index) =>
    colourAt(stops, index / (GRADIENT_STEPS - 1)),
  );
}

/** Which of the colours tells a share of the way; shares beyond the ends take the ends. */
export function gradientStep(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * (GRADIENT_STEPS - 1));
}

/** As a background of CSS, from left to right. */
export function gradientCss(gradient: Gradient, theme: string): string {
  const stops = stopsOf(gradient, theme).map(({ at, colour }) => `${colour} ${at * 100}%`);
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}

function colourAt(stops: readonly GradientStop[], share: number): string {
  const after = stops.findIndex(({ at }) => at >= share);
  const high = stops[after < 0 ? stops.length - 1 : after];
  const low = stops[after < 0 ? stops.length - 1 : Math.max(0, after - 1)];
  if (low === undefined || high === undefined) return '#888888';
  const part = high.at > low.at ? (share - low.at) / (high.at - low.at) : 0;
  const channel = (at: number): string => {
    const [from, to] = [low, high].map(({ colour }) =>
      Number.parseInt(colour.slice(at, at + 2), 16),
    );
    const mixed = Math.round((from ?? 0) + ((to ?? 0) - (from ?? 0)) * part);
    return mixed.toString(16).padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
