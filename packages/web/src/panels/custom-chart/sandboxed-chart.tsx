import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { z } from 'zod';
import { type ChartTheme, readChartTheme, useThemeName } from '../../charts/theme.ts';
import { Button } from '../../components/button.tsx';
import { sandboxAddress } from '../../components/sandbox-address.ts';
import { MOST_SVG_CHARACTERS } from './clean-svg.ts';
import styles from './custom-chart.module.css';
import type { FrameSize, FrameTheme, FromFrame, ToFrame } from './frame/messages.ts';

/** A chart that takes longer is ended: the page around it goes on. */
const LONGEST_MS = 20_000;
const RUN_COLOURS = 10;

const Message: z.ZodType<FromFrame> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('loaded') }),
  z.object({
    kind: z.literal('drawn'),
    turn: z.number(),
    warnings: z.array(z.string().max(4_000)).max(50),
  }),
  z.object({ kind: z.literal('failed'), turn: z.number(), message: z.string().max(4_000) }),
  z.object({
    kind: z.literal('saved'),
    address: z.string().regex(/^data:image\/png;base64,[\w+/=]*$/),
  }),
  z.object({
    kind: z.literal('vector'),
    turn: z.number(),
    svg: z.string().max(MOST_SVG_CHARACTERS),
  }),
  z.object({ kind: z.literal('no-vector'), turn: z.number(), message: z.string().max(4_000) }),
]);

/** What became of the chart that was asked for. */
export type ChartOutcome =
  | { readonly kind: 'drawing' }
  | { readonly kind: 'drawn'; readonly warnings: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string };

export interface ChartHandle {
  /** Answers with the picture to `onSaved`. */
  save(): void;
  /**
   * The chart as SVG, as whoever specified it has it: nothing of it is to be trusted.
   * @throws Error that says why it can't be drawn so
   */
  vectors(theme: ChartTheme, size: FrameSize): Promise<string>;
}

/**
 * Draws a specification in a frame that has no origin, no network and no eval. The frame is sent our
 * script first; what it answers is checked, since the specification may be anybody's.
 */
export function SandboxedChart({
  title,
  spec,
  language,
  rows,
  handle,
  onOutcome,
  onSaved,
}: {
  /** Read aloud. */
  readonly title: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly language: 'vega' | 'vega-lite';
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly handle: Ref<ChartHandle>;
  readonly onOutcome: (outcome: ChartOutcome) => void;
  /** @param address of a PNG, `data:…` */
  readonly onSaved: (address: string) => void;
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isLoaded, setLoaded] = useState(false);
  const [isEnded, setEnded] = useState(false);
  const turn = useRef(0);
  /** How many drawings for paper were asked for, and those that are on their way. */
  const drawings = useRef(0);
  const asked = useRef(new Map<number, PromiseWithResolvers<string>>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef({ onOutcome, onSaved });
  latest.current = { onOutcome, onSaved };
  const themeName = useThemeName();
  const theme = useMemo(() => frameTheme(readChartTheme(themeName)), [themeName]);

  useEffect(() => {
    if (isEnded) return undefined;
    let isOver = false;
    const listen = ({ source, data }: MessageEvent<unknown>) => {
      const target = frame.current?.contentWindow;
      if (!target || source !== target) return;
      if (data === 'ready') {
        void import('./frame/chart-frame.ts?frame-script').then(({ default: script }) => {
          // Its origin is none: no other target can be named.
          if (!isOver) target.postMessage(script, '*');
        });
        return;
      }
      const { data: message } = Message.safeParse(data);
      if (message?.kind === 'loaded') setLoaded(true);
      if (message?.kind === 'saved') latest.current.onSaved(message.address);
      if (message?.kind === 'vector' || message?.kind === 'no-vector') {
        const end = asked.current.get(message.turn);
        if (message.kind === 'vector') end?.resolve(message.svg);
        else end?.reject(new Error(message.message));
      }
      if (message?.kind !== 'drawn' && message?.kind !== 'failed') return;
      if (message.turn !== turn.current) return;
      clearTimeout(timer.current);
      latest.current.onOutcome(message);
    };
    addEventListener('message', listen);
    return () => {
      isOver = true;
      removeEventListener('message', listen);
      clearTimeout(timer.current);
    };
  }, [isEnded]);

  useEffect(() => {
    const target = frame.current?.contentWindow;
    if (!isLoaded || !target) return;
    turn.current += 1;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setEnded(true);
      setLoaded(false);
      latest.current.onOutcome({
        kind: 'failed',
        message: `Drawing took longer than ${LONGEST_MS / 1000} seconds, so it was ended.`,
      });
    }, LONGEST_MS);
    latest.current.onOutcome({ kind: 'drawing' });
    const message: ToFrame = { kind: 'draw', turn: turn.current, language, spec, rows, theme };
    target.postMessage(message, '*');
  }, [isLoaded, spec, language, rows, theme]);

  useImperativeHandle(handle, () => ({
    save: () => frame.current?.contentWindow?.postMessage({ kind: 'save' } satisfies ToFrame, '*'),
    async vectors(theme, size) {
      const target = frame.current?.contentWindow;
      if (!target) throw new Error('the chart is not on the page any more');
      drawings.current += 1;
      const own = drawings.current;
      const end = Promise.withResolvers<string>();
      asked.current.set(own, end);
      const late = new Error(`drawing it took longer than ${LONGEST_MS / 1000} seconds`);
      const timer = setTimeout(() => end.reject(late), LONGEST_MS);
      const message: ToFrame = { kind: 'vector', turn: own, theme: frameTheme(theme), size };
      target.postMessage(message, '*');
      try {
        return await end.promise;
      } finally {
        clearTimeout(timer);
        asked.current.delete(own);
      }
    },
  }));

  if (isEnded) {
    return (
      <div className={styles.ended}>
        <Button onClick={() => setEnded(false)}>Draw it again</Button>
      </div>
    );
  }
  return (
    <iframe
      ref={frame}
      className={styles.frame}
      title={title}
      data-loaded={isLoaded}
      src={sandboxAddress('/sandbox/charts')}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
    />
  );
}

function frameTheme({ name, text, axis, grid, fontFamily, colour }: ChartTheme): FrameTheme {
  return {
    text,
    muted: axis,
    grid,
    font: fontFamily,
    isDark: name === 'dark',
    colours: Array.from({ length: RUN_COLOURS }, (_, index) => colour(`var(--run-${index})`)),
  };
}
