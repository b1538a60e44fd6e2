import { Component, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { createPortal } from 'react-dom';
import { SourceProvider } from '../../../data/sources/source-provider.ts';
import type { Transport } from '../../../data/sources/transport.ts';
import { watchTransport } from '../../../data/sources/watched-transport.ts';
import styles from './off-stage.module.css';
import { whenQuiet } from './when-quiet.ts';

/** Draws something once, out of sight and all of it. */
export function OffStage({
  transport,
  quietMs,
  onQuiet,
  onFailed,
  children,
}: {
  /** What it reads comes by this one. */
  readonly transport: Transport;
  readonly quietMs: number;
  /**
   * Told what was drawn, once nothing of it was on its way for `quietMs`.
   * @param isWhole false: something still was after a minute
   */
  readonly onQuiet: (element: HTMLElement, isWhole: boolean) => void | Promise<void>;
  /** Told why it can't be drawn, or what `onQuiet` failed by. */
  readonly onFailed: (problem: unknown) => void;
  readonly children: ReactNode;
}) {
  const element = useRef<HTMLDivElement>(null);
  const watched = useMemo(() => watchTransport(transport), [transport]);
  const told = useRef({ onQuiet, onFailed });
  told.current = { onQuiet, onFailed };
  useEffect(
    () =>
      whenQuiet(
        { elementOf: () => element.current, isAsking: watched.isAsking, quietMs },
        (drawn, isWhole) => void tell(told.current, drawn, isWhole),
      ),
    [watched, quietMs],
  );
  return createPortal(
    <div ref={element} className={styles.stage} aria-hidden inert>
      <StageBoundary onFailed={onFailed}>
        <SourceProvider transport={watched.transport}>{children}</SourceProvider>
      </StageBoundary>
    </div>,
    document.body,
  );
}

async function tell(
  {
    onQuiet,
    onFailed,
  }: {
    readonly onQuiet: (element: HTMLElement, isWhole: boolean) => void | Promise<void>;
    readonly onFailed: (problem: unknown) => void;
  },
  element: HTMLElement,
  isWhole: boolean,
): Promise<void> {
  try {
    await onQuiet(element, isWhole);
  } catch (problem) {
    onFailed(problem);
  }
}

/** What can't be drawn out of sight must not take the page with it, nor be waited for for ever. */
class StageBoundary extends Component<
  { readonly onFailed: (problem: unknown) => void; readonly children: ReactNode },
  { readonly hasFailed: boolean }
> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override componentDidCatch(problem: unknown): void {
    this.props.onFailed(problem);
  }

  override render(): ReactNode {
    return this.state.hasFailed ? null : this.props.children;
  }
}
