import type { ViewSpec } from '@runloom/model';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import styles from '../../../components/saved-views/view-bar.module.css';
import { shownText } from '../../../components/shown-text.ts';
import type { ViewSaving } from './use-view-saving.ts';

const Changes = lazy(async () => ({
  default: (await import('./versions-dialog.tsx')).WorkspaceChanges,
}));

/** What must be known of the view on screen: where it comes from, what went wrong, who else changed it. */
export function ViewBanners({
  spec,
  saving,
  problem,
  missing,
  onSet,
}: {
  readonly spec: ViewSpec;
  readonly saving: ViewSaving;
  readonly problem: string | null;
  /** The panel that the address names and that is not here. */
  readonly missing: string | null;
  readonly onSet: (spec: ViewSpec) => void;
}) {
  const [isDismissed, setDismissed] = useState(false);
  const [isMissingSeen, setMissingSeen] = useState(false);
  const { source, conflict } = saving;
  return (
    <>
      {problem !== null && !isDismissed ? (
        <div className={classNames(styles.banner, styles.warning)} role="alert">
          <span>{problem} You see a workspace that nobody changed.</span>
          <Button size="small" onClick={() => setDismissed(true)}>
            Dismiss
          </Button>
        </div>
      ) : null}
      {missing === null || isMissingSeen ? null : (
        <div className={classNames(styles.banner, styles.warning)} role="alert">
          <span>
            No panel here is called “<bdi>{shownText(missing.slice(0, 200))}</bdi>”.
          </span>
          <Button size="small" onClick={() => setMissingSeen(true)}>
            Dismiss
          </Button>
        </div>
      )}
      {source.kind === 'link' ? (
        <div className={styles.banner} role="status">
          <span>
            This link shows another set-up than your workspace. What you change here stays in the
            address.
          </span>
          <Button size="small" onClick={saving.adopt}>
            Make it my workspace
          </Button>
        </div>
      ) : null}
      {conflict === null ? null : (
        <div className={classNames(styles.banner, styles.warning)} role="alert">
          <span>
            {conflict.kind === 'personal'
              ? 'Your workspace was changed in another window.'
              : `${conflict.user ?? 'Somebody'} saved this view after you opened it (version ${conflict.version}).`}
          </span>
          <details>
            <summary>How theirs differs from yours</summary>
            <Suspense>
              <Changes before={spec} after={conflict.theirs} />
            </Suspense>
          </details>
          <Button
            size="small"
            onClick={() => {
              saving.accept();
              onSet(conflict.theirs);
            }}
          >
            Take theirs
          </Button>
          <Button size="small" onClick={saving.overrule}>
            Keep mine
          </Button>
        </div>
      )}
    </>
  );
}
