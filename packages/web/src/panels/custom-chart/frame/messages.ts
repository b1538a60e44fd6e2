/** What the page sends to the frame after its script. */
export type ToFrame =
  | {
      readonly kind: 'draw';
      /** Comes back with the outcome: only the last one counts. */
      readonly turn: number;
      readonly language: 'vega' | 'vega-lite';
      /** Filled in: no placeholders are left. */
      readonly spec: Readonly<Record<string, unknown>>;
      readonly rows: readonly Readonly<Record<string, unknown>>[];
      readonly theme: FrameTheme;
    }
  | { readonly kind: 'save' };

/** What the frame answers. It runs what strangers wrote: nothing of it is trusted. */
export type FromFrame =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'drawn'; readonly turn: number; readonly warnings: readonly string[] }
  | { readonly kind: 'failed'; readonly turn: number; readonly message: string }
  | { readonly kind: 'saved'; readonly address: string };

export interface FrameTheme {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly font: string;
  readonly isDark: boolean;
  readonly colours: readonly string[];
}
