import { describeTracesChanges, parseTracesView } from '@runloom/model';
import { Button } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import styles from '../../../components/saved-views/view-bar.module.css';
import { ViewChanges } from '../../../components/saved-views/view-changes.tsx';
import { shownText } from '../../../components/shown-text.ts';
import type { ListState } from './list-state.ts';
import type { ListView } from './use-list-view.ts';
import type { ListViewSaving } from './use-view-saving.ts';

/** What must be known of the view on screen: what went wrong, what is shown otherwise, who else changed it. */
export function ViewBanners({
  view: { problem, client },
  saving: { theirs, settle },
  state,
}: {
  readonly view: ListView;
  readonly saving: ListViewSaving;
  readonly state: ListState;
}) {
  return (
    <>
      {problem === null ? null : (
        <div className={classNames(styles.banner, styles.warning)} role="alert">
          {shownText(problem)} You see every trace.
        </div>
      )}
      {client === null || client.notes.length === 0 ? null : (
        <div className={styles.banner} role="status">
          <span>Not all of this view of a client is shown as it says:</span>
          {client.notes.map((note) => (
            <span key={note}>{shownText(note)}</span>
          ))}
        </div>
      )}
      {theirs === null ? null : (
        <div className={classNames(styles.banner, styles.warning)} role="alert">
          <span>
            {shownText(theirs.savedBy ?? 'Somebody')} saved this view after you opened it (version{' '}
            {theirs.version}).
          </span>
          <details>
            <summary>How theirs differs from yours</summary>
            <ViewChanges
              before={state}
              after={parseTracesView(theirs.spec)}
              describe={describeTracesChanges}
            />
          </details>
          <Button size="small" onClick={() => settle('theirs')}>
            Take theirs
          </Button>
          <Button size="small" onClick={() => settle('mine')}>
            Keep mine
          </Button>
        </div>
      )}
    </>
  );
}
