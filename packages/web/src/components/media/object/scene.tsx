import type { FileView } from '@runloom/model';
import { useEffect, useRef, useState } from 'react';
import { type ChartTheme, readChartTheme, useThemeName } from '../../../charts/theme.ts';
import { useSteadyUrl } from '../../file-preview/media-preview.tsx';
import { formatCount } from '../../format.ts';
import { loadObject } from './load-object.ts';
import styles from './object.module.css';
import { openStage } from './stage.ts';

/** Draws a 3D object; it is turned by dragging, by the arrow keys, and made larger by + and −. */
export function Scene({
  file,
  onProblem,
}: {
  readonly file: FileView;
  readonly onProblem: (message: string) => void;
}) {
  const { url } = useSteadyUrl(file);
  const canvas = useRef<HTMLCanvasElement>(null);
  const themeName = useThemeName();
  const theme = useRef<ChartTheme | null>(null);
  const [facts, setFacts] = useState('');
  const latest = useRef(onProblem);
  latest.current = onProblem;
  const name = file.name.slice(file.name.lastIndexOf('/') + 1);
  useEffect(() => {
    theme.current = readChartTheme(themeName);
  }, [themeName]);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const colour = (css: string) => (theme.current ?? readChartTheme('')).colour(css);
    let stage: ReturnType<typeof openStage>;
    try {
      stage = openStage(element);
    } catch {
      latest.current('This browser has no WebGL, or it is switched off.');
      return undefined;
    }
    const abort = new AbortController();
    loadObject(url, name, colour, abort.signal)
      .then(({ object, pointCount, labels }) => {
        if (abort.signal.aborted) return;
        stage.show(object);
        const parts = [
          ...(pointCount === null ? [] : [`${formatCount(pointCount)} points`]),
          ...labels,
        ];
        setFacts(parts.join(' · '));
      })
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        latest.current(error instanceof Error ? error.message : 'The file can not be read.');
      });
    return () => {
      abort.abort();
      stage.close();
    };
  }, [url, name]);
  return (
    <div className={styles.scene}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${name}, to be turned with the arrow keys`}
        tabIndex={0}
        data-drawn={facts !== '' || undefined}
        className={styles.canvas}
      />
      <p className={styles.facts}>{facts}</p>
    </div>
  );
}
