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
  | { readonly kind: 'save' }
  /** The last chart that was to be drawn, drawn anew for paper. */
  | {
      readonly kind: 'vector';
      /** Comes back with the drawing. */
      readonly turn: number;
      readonly theme: FrameTheme;
      /** CSS pixels, for what leaves its size open. */
      readonly size: FrameSize;
    };

export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** What the frame answers. It runs what strangers wrote: nothing of it is trusted. */
export type FromFrame =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'drawn'; readonly turn: number; readonly warnings: readonly string[] }
  | { readonly kind: 'failed'; readonly turn: number; readonly message: string }
  | { readonly kind: 'saved'; readonly address: string }
  | { readonly kind: 'vector'; readonly turn: number; readonly svg: string }
  | { readonly kind: 'no-vector'; readonly turn: number; readonly message: string };

export interface FrameTheme {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly font: string;
  readonly isDark: boolean;
  readonly colours: readonly string[];
}
