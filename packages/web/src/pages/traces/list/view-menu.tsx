import { describeTracesChanges, parseTracesView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { lazy } from 'react';
import { MenuHeading, MenuLink } from '../../../components/menu.tsx';
import { SavedViewBar } from '../../../components/saved-views/saved-view-bar.tsx';
import styles from '../../../components/saved-views/view-bar.module.css';
import { shownText } from '../../../components/shown-text.ts';
import { useSavedViews } from '../../../data/views.ts';
import { useWeaveViews } from '../../../data/weave-views.ts';
import type { ListState } from './list-state.ts';
import type { ListView } from './use-list-view.ts';
import type { ListViewSaving } from './use-view-saving.ts';

const VersionsDialog = lazy(async () => ({
  default: (await import('../../../components/saved-views/versions-dialog.tsx'))
    .VersionsDialog<ListState>,
}));

/** Which view of the traces is on screen, and everything that can be done with it. */
export function ViewMenu({
  entity,
  project,
  view,
  saving,
  isChanged,
  canWrite,
  onRestore,
}: {
  readonly entity: string;
  readonly project: string;
  readonly view: ListView;
  readonly saving: ListViewSaving;
  /** What is on screen is not what the view holds. */
  readonly isChanged: boolean;
  readonly canWrite: boolean;
  readonly onRestore: (state: ListState) => void;
}) {
  const views = useSavedViews(entity, project, 'traces').data ?? [];
  const clients = useWeaveViews(entity, project).data ?? [];
  const { saved, client } = view;
  const list = { to: '/$entity/$project/weave', params: { entity, project } } as const;
  return (
    <SavedViewBar
      name={saved?.name ?? client?.label ?? 'Every trace'}
      saved={saved}
      isChanged={isChanged && (saved ?? client) !== null}
      canWrite={canWrite}
      page="Traces"
      actions={saving}
      others={
        <>
          <MenuLink render={<Link {...list} search={{}} />}>Every trace</MenuLink>
          {views.map(({ id, name, user }) => (
            <MenuLink key={id} render={<Link {...list} search={{ view: String(id) }} />}>
              <bdi>{shownText(name)}</bdi> <span className={styles.user}>{user}</span>
            </MenuLink>
          ))}
          {clients.length === 0 ? null : <MenuHeading>Published by clients</MenuHeading>}
          {clients.map(({ name, label, user }) => (
            <MenuLink key={name} render={<Link {...list} search={{ view: name }} />}>
              <bdi>{shownText(label)}</bdi> <span className={styles.user}>{user}</span>
            </MenuLink>
          ))}
        </>
      }
      versions={(shown, close) => (
        <VersionsDialog
          view={shown}
          parse={parseTracesView}
          describe={describeTracesChanges}
          onRestore={onRestore}
          onClose={close}
        />
      )}
    />
  );
}
