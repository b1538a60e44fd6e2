import { Component, memo, type ReactNode, Suspense, useCallback } from 'react';
import { Button } from '../../components/button.tsx';
import { messageOf } from '../../components/error-state.tsx';
import type { PanelSettings, PanelSpec } from '../panel-type.ts';
import { panelTypeOf } from '../registry.ts';
import { useBoard } from './board-context.ts';
import { PanelFrame } from './panel-frame.tsx';
import styles from './panel-host.module.css';

/**
 * A panel by its type. Whatever goes wrong in one panel (a type of another version, settings that
 * can't be read, a fault of its own) is told in its place: the board around it stands.
 */
export const PanelHost = memo(function PanelHost({
  spec,
  width,
  isFullScreen,
}: {
  readonly spec: PanelSpec;
  /** px */
  readonly width: number;
  readonly isFullScreen: boolean;
}) {
  const { dispatch } = useBoard();
  const type = panelTypeOf(spec);
  const change = useCallback(
    (next: PanelSettings) => dispatch({ kind: 'panel/settings', panel: spec.id, change: next }),
    [dispatch, spec.id],
  );
  const frame = { spec, isFullScreen };
  if (type === undefined) {
    return <Trouble {...frame}>This version has no panel of the type “{spec.type}”.</Trouble>;
  }
  const problem = type.problemOf(spec.settings);
  if (problem !== null) {
    const reset = Object.fromEntries(Object.keys(spec.settings).map((key) => [key, undefined]));
    return (
      <Trouble {...frame} action={{ label: 'Reset its settings', run: () => change(reset) }}>
        The settings of this panel can’t be read: {problem}
      </Trouble>
    );
  }
  return (
    <PanelBoundary key={spec.type} {...frame}>
      <Suspense fallback={<Loading {...frame} />}>
        <type.Panel spec={spec} width={width} isFullScreen={isFullScreen} onChange={change} />
      </Suspense>
    </PanelBoundary>
  );
});

interface FrameProps {
  readonly spec: PanelSpec;
  readonly isFullScreen: boolean;
}

function Loading(frame: FrameProps) {
  return (
    <PanelFrame {...frame} facts={null} menu={null} isBusy>
      <div className={styles.loading} role="status" aria-label="Loading" />
    </PanelFrame>
  );
}

function Trouble({
  action,
  children,
  ...frame
}: FrameProps & {
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly children: ReactNode;
}) {
  return (
    <PanelFrame {...frame} facts={null} menu={null} isBusy={false}>
      <div className={styles.trouble} role="alert">
        <p>{children}</p>
        {action ? (
          <Button size="small" onClick={action.run}>
            {action.label}
          </Button>
        ) : null}
      </div>
    </PanelFrame>
  );
}

/** Keeps a fault of one panel, or a body that could not be loaded, from taking the page with it. */
class PanelBoundary extends Component<
  FrameProps & { readonly children: ReactNode },
  { readonly error: unknown }
> {
  override state: { readonly error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error: error ?? new Error('Something unexpected happened.') };
  }

  override render() {
    const { children, ...frame } = this.props;
    const { error } = this.state;
    if (error === null) return children;
    const action = { label: 'Try again', run: () => this.setState({ error: null }) };
    return (
      <Trouble {...frame} action={action}>
        This panel could not be drawn: {messageOf(error)}
      </Trouble>
    );
  }
}
