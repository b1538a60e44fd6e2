import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { PageError } from '../../../app/page-error.tsx';
import page from '../../../app/shell/page.module.css';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { DefinitionList } from '../../../components/definition-list.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useAutomation, useDeleteAutomation } from '../../../data/automations.ts';
import { useIntegrations } from '../../../data/integrations.ts';
import { useLiveProject } from '../../../data/live.ts';
import styles from '../automations.module.css';
import { describeAction, describeEvent, describeScope } from '../describe.ts';
import { EnabledSwitch } from '../enabled-switch.tsx';
import { AutomationDialog } from '../form/automation-dialog.tsx';
import { ExecutionsPanel } from './executions-panel.tsx';

const route = getRouteApi('/automations/$automation');

/** One automation: what it waits for, what it does, what it did. */
export function AutomationPage() {
  const { automation: text } = route.useParams();
  const id = Number(text);
  const query = useAutomation(id);
  const automation = query.data;
  const integrations = useIntegrations(automation?.scope.entity ?? '');
  const toasts = useToasts();
  const navigate = useNavigate();
  const scoped = automation?.scope;
  useLiveProject(scoped?.entity, scoped?.kind === 'entity' ? null : scoped?.project);
  const remove = useDeleteAutomation(() =>
    scoped === undefined || scoped.kind === 'entity'
      ? navigate({ to: '/automations', search: { entity: scoped?.entity } })
      : navigate({
          to: '/$entity/$project/automations',
          params: { entity: scoped.entity, project: scoped.project },
        }),
  );
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const close = () => setOpen(null);
  useTitle(automation?.name ?? 'Automation');
  if (automation === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { scope, canWrite, name } = automation;
  const { entity } = scope;
  const project = scope.kind === 'entity' ? null : scope.project;
  const confirm = () =>
    remove.mutate(id, {
      onSuccess: () => toasts.success('Automation deleted'),
      onError: (error) => toasts.failure('The automation was not deleted', error),
    });
  return (
    <div className={page.page} key={id}>
      <div className={styles.head}>
        <div className={styles.names}>
          <p className={styles.second}>
            {project === null ? (
              <Link to="/automations" search={{ entity }} className={styles.link}>
                Automations of {entity}
              </Link>
            ) : (
              <Link
                to="/$entity/$project/automations"
                params={{ entity, project }}
                className={styles.link}
              >
                Automations of {entity}/{project}
              </Link>
            )}
          </p>
          <div className={styles.title}>
            <h1>
              <Truncated text={name} />
            </h1>
            <EnabledSwitch automation={automation} />
            <span className={styles.faint}>{automation.enabled ? 'Active' : 'Paused'}</span>
          </div>
          {automation.description ? (
            <p className={styles.intro}>
              <bdi>{automation.description}</bdi>
            </p>
          ) : null}
        </div>
        {canWrite ? (
          <div className={styles.actions}>
            <Button icon={<Pencil aria-hidden />} onClick={() => setOpen('edit')}>
              Edit
            </Button>
            <IconButton
              label="Delete the automation"
              icon={<Trash2 aria-hidden />}
              onClick={() => setOpen('delete')}
            />
          </div>
        ) : null}
      </div>
      <Panel title="What it does">
        <DefinitionList
          entries={[
            { term: 'Where', value: describeScope(automation) },
            { term: 'When', value: describeEvent(automation) },
            { term: 'Then', value: describeAction(automation, integrations.data) },
            {
              term: 'Made',
              value: (
                <>
                  <TimeAgo at={automation.createdAt} />
                  {automation.createdBy === null ? '' : ` by ${automation.createdBy}`}
                </>
              ),
            },
          ]}
        />
      </Panel>
      <ExecutionsPanel automation={automation} />
      {open === 'edit' ? (
        <AutomationDialog place={{ entity, project }} automation={automation} onClose={close} />
      ) : null}
      <ConfirmDialog
        isOpen={open === 'delete'}
        title={`Delete ${name}?`}
        confirm="Delete automation"
        isBusy={remove.isPending}
        onConfirm={confirm}
        onClose={close}
      >
        <p>
          It stops at once, and its history goes with it. To keep the history, pause it instead.
        </p>
      </ConfirmDialog>
    </div>
  );
}
