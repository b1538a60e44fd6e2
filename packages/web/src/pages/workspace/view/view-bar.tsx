import type { ViewSpec } from '@runloom/model';
import { Link, useNavigate } from '@tanstack/react-router';
import { Copy, LayoutTemplate, Link as LinkIcon, RotateCcw } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { copyText } from '../../../components/copy-text.ts';
import { MenuItem, MenuLink } from '../../../components/menu.tsx';
import { SavedViewBar } from '../../../components/saved-views/saved-view-bar.tsx';
import styles from '../../../components/saved-views/view-bar.module.css';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { removeView, useSavedViews } from '../../../data/views.ts';
import { encodeSpec, INITIAL_STATE } from '../../../panels/view/address-state.ts';
import type { ViewSaving } from './use-view-saving.ts';
import { initialSpec } from './workspace-view.ts';

const VersionsDialog = lazy(async () => ({
  default: (await import('./versions-dialog.tsx')).WorkspaceVersionsDialog,
}));

const CopyViewDialog = lazy(async () => ({
  default: (await import('./copy-view-dialog.tsx')).CopyViewDialog,
}));

const TemplateDialog = lazy(async () => ({
  default: (await import('./template-dialog.tsx')).TemplateDialog,
}));

/** Which view is on screen, and everything that can be done with it. */
export function ViewBar({
  entity,
  project,
  spec,
  saving,
  template,
  canWrite,
  onSet,
}: {
  readonly entity: string;
  readonly project: string;
  readonly spec: ViewSpec;
  readonly saving: ViewSaving;
  /** What workspaces begin with here; null where nobody said so. */
  readonly template: ViewSpec | null;
  readonly canWrite: boolean;
  /** Puts another state on screen, as a step that undo takes back. */
  readonly onSet: (spec: ViewSpec) => void;
}) {
  const { source, isDirty } = saving;
  const views = useSavedViews(entity, project, 'workspace');
  const navigate = useNavigate();
  const toasts = useToasts();
  const saved = source.kind === 'saved' ? source.view : null;
  const isVisitor = source.kind === 'visitor';
  const [dialog, setDialog] = useState<'copy' | 'template' | null>(null);

  const copyLink = async () => {
    try {
      const text = await encodeSpec(spec);
      if (text === null) {
        throw new Error(
          'There is too much to it for an address. Save it as a view, and share that.',
        );
      }
      const address = new URL(window.location.href);
      address.searchParams.set('s', text === '' ? INITIAL_STATE : text);
      await copyText(address.href);
      toasts.success('The link shows what you see');
    } catch (problem) {
      toasts.failure('The link could not be copied', problem);
    }
  };
  const remove = async () => {
    if (saved === null) return;
    try {
      await removeView(saved.id);
      toasts.success(`${saved.name} is deleted`);
      await views.refetch();
      void navigate({ to: '/$entity/$project', params: { entity, project }, search: {} });
    } catch (problem) {
      toasts.failure('The view could not be deleted', problem);
    }
  };
  const home = { to: '/$entity/$project', params: { entity, project } } as const;
  return (
    <>
      <SavedViewBar
        name={nameOf(saving)}
        saved={saved}
        isChanged={isDirty}
        canWrite={canWrite}
        page="View"
        actions={{ ...saving, remove }}
        others={
          <>
            {source.kind === 'personal' || source.kind === 'visitor' ? null : (
              <MenuLink render={<Link {...home} search={{}} reloadDocument />}>
                My workspace
              </MenuLink>
            )}
            {views.data?.map(({ id, link, name, user }) => (
              <MenuLink
                key={id}
                render={
                  <Link
                    {...home}
                    search={link === null ? { view: String(id) } : { nw: link }}
                    reloadDocument
                  />
                }
              >
                <Truncated text={name} className={styles.view} />{' '}
                <bdi className={styles.user}>{user}</bdi>
              </MenuLink>
            ))}
          </>
        }
        more={
          <>
            {source.kind === 'link' ? (
              <MenuItem onSelect={saving.adopt}>Make this my workspace</MenuItem>
            ) : null}
            <MenuItem icon={<LinkIcon aria-hidden />} onSelect={() => void copyLink()}>
              Copy a link to what I see
            </MenuItem>
            {isVisitor ? null : (
              <>
                <MenuItem icon={<Copy aria-hidden />} onSelect={() => setDialog('copy')}>
                  Copy to another project…
                </MenuItem>
                {canWrite ? (
                  <MenuItem
                    icon={<LayoutTemplate aria-hidden />}
                    onSelect={() => setDialog('template')}
                  >
                    Template for new workspaces…
                  </MenuItem>
                ) : null}
              </>
            )}
          </>
        }
        last={
          <>
            {template === null ? null : (
              <MenuItem icon={<RotateCcw aria-hidden />} onSelect={() => onSet(template)}>
                Reset: as the template has it
              </MenuItem>
            )}
            <MenuItem
              icon={<RotateCcw aria-hidden />}
              onSelect={() => onSet(initialSpec('automatic'))}
            >
              Reset: a panel for every metric
            </MenuItem>
            <MenuItem
              icon={<RotateCcw aria-hidden />}
              onSelect={() => onSet(initialSpec('manual'))}
            >
              Reset: only panels that I add
            </MenuItem>
          </>
        }
        versions={(view, close) => <VersionsDialog view={view} onRestore={onSet} onClose={close} />}
      />
      <Suspense>
        {dialog === 'copy' ? (
          <CopyViewDialog
            entity={entity}
            name={saved?.name ?? ''}
            spec={spec}
            onClose={() => setDialog(null)}
          />
        ) : null}
        {dialog === 'template' ? (
          <TemplateDialog entity={entity} spec={spec} onClose={() => setDialog(null)} />
        ) : null}
      </Suspense>
    </>
  );
}

function nameOf({ source }: ViewSaving): string {
  switch (source.kind) {
    case 'personal':
      return 'My workspace';
    case 'saved':
      return source.view.name;
    case 'link':
      return 'Shared link';
    case 'visitor':
      return 'Workspace';
  }
}
