import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Link2, Settings2, Trash2, Zap } from 'lucide-react';
import { useState } from 'react';
import { PageError } from '../../../app/page-error.tsx';
import page from '../../../app/shell/page.module.css';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { Button, buttonClass } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { LinkTabs, linkTabClass } from '../../../components/tabs.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useLiveProject } from '../../../data/live.ts';
import { useDeleteRegistry, useRegistry } from '../../../data/registries.ts';
import { Crumbs } from '../crumbs.tsx';
import { LinkDialog } from '../link/link-dialog.tsx';
import styles from '../registry.module.css';
import { RegistryDialog } from '../registry-dialog.tsx';
import { Visibility } from '../visibility.tsx';
import { CollectionsView } from './collections-view.tsx';
import { MembersView } from './members-view.tsx';

const route = getRouteApi('/orgs/$organization/registry/$registry/');

type Open = 'settings' | 'delete' | 'link' | null;

/** One registry: its collections, and who may do what in it. */
export function RegistryPage() {
  const address = route.useParams();
  const { tab } = route.useSearch();
  const { organization, registry: name } = address;
  const navigate = useNavigate();
  const toasts = useToasts();
  const query = useRegistry(address);
  const remove = useDeleteRegistry(() =>
    navigate({ to: '/orgs/$organization/registry', params: { organization } }),
  );
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  useTitle(name, organization);

  const registry = query.data;
  useLiveProject(registry?.entity, registry?.project);
  if (registry === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { canManage, canWrite, description } = registry;
  const confirmRemoval = () =>
    remove.mutate(address, {
      onSuccess: () => toasts.success('Registry deleted'),
      onError: (error) => toasts.failure('The registry was not deleted', error),
    });
  return (
    <div className={classNames(page.page, page.fill)}>
      <div className={styles.head}>
        <div className={styles.names}>
          <Crumbs organization={organization} />
          <div className={styles.title}>
            <h1>
              <Truncated text={name} />
            </h1>
            <Visibility visibility={registry.visibility} />
          </div>
          {description === '' ? null : (
            <p className={styles.text}>
              <bdi>{description}</bdi>
            </p>
          )}
        </div>
        <div className={styles.actions}>
          <Link
            to="/$entity/$project/automations"
            params={{ entity: registry.entity, project: registry.project }}
            className={buttonClass('secondary')}
          >
            <Zap aria-hidden />
            Automations
          </Link>
          {canWrite ? (
            <Button kind="primary" icon={<Link2 aria-hidden />} onClick={() => setOpen('link')}>
              Link a version
            </Button>
          ) : null}
          {canManage ? (
            <>
              <IconButton
                label="Settings of the registry"
                icon={<Settings2 aria-hidden />}
                onClick={() => setOpen('settings')}
              />
              <IconButton
                label="Delete the registry"
                icon={<Trash2 aria-hidden />}
                onClick={() => setOpen('delete')}
              />
            </>
          ) : null}
        </div>
      </div>
      <LinkTabs label="Parts of the registry">
        <Link
          to="."
          search={{ tab: undefined }}
          className={linkTabClass}
          activeOptions={{ explicitUndefined: true }}
        >
          Collections
        </Link>
        <Link to="." search={{ tab: 'members' }} className={linkTabClass}>
          Members
        </Link>
      </LinkTabs>
      {tab === 'members' ? (
        <MembersView registry={registry} />
      ) : (
        <CollectionsView registry={registry} onLink={canWrite ? () => setOpen('link') : null} />
      )}
      {open === 'settings' ? (
        <RegistryDialog organization={organization} registry={registry} onClose={close} />
      ) : null}
      {open === 'link' ? <LinkDialog registry={registry} source={null} onClose={close} /> : null}
      <ConfirmDialog
        isOpen={open === 'delete'}
        title={`Delete the registry ${name}?`}
        confirm="Delete registry"
        isBusy={remove.isPending}
        onConfirm={confirmRemoval}
        onClose={close}
      >
        <p>
          Its collections, aliases and automations go with it; scripts that use them fail. The
          linked versions stay in the projects where they were logged.
        </p>
      </ConfirmDialog>
    </div>
  );
}
