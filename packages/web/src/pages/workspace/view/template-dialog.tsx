import type { TemplateScope, ViewSpec } from '@runloom/model';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { ErrorState, messageOf } from '../../../components/error-state.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useSession } from '../../../data/session.ts';
import {
  putWorkspaceTemplate,
  removeWorkspaceTemplate,
  useWorkspaceTemplates,
} from '../../../data/views.ts';
import styles from './template-dialog.module.css';
import { withoutRuns } from './workspace-view.ts';

/** Makes what is on screen that with which new workspaces begin, or takes such a template away. */
export function TemplateDialog({
  entity,
  spec,
  onClose,
}: {
  readonly entity: string;
  readonly spec: ViewSpec;
  readonly onClose: () => void;
}) {
  const { data, error, refetch } = useWorkspaceTemplates(entity);
  const owner = useSession().data?.entities.find(({ name }) => name === entity);
  const toasts = useToasts();
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState<TemplateScope | null>(null);

  const change = async (scope: TemplateScope, work: () => Promise<void>, done: string) => {
    setBusy(scope);
    setProblem(null);
    try {
      await work();
      await refetch();
      toasts.success(done);
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(null);
    }
  };
  return (
    <Dialog
      isOpen
      title="Template for new workspaces"
      description="Who opens a project for the first time begins with it: panels, sections, settings, filters, columns and colours, but nothing of single runs. Workspaces that somebody has changed stay as they are."
      onClose={onClose}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {error === null ? (
        <ul className={styles.scopes}>
          {scopesOf(entity, owner?.organization ?? null).map(({ scope, name, note }) => {
            const template = data?.[scope] ?? null;
            return (
              <li key={scope} className={styles.scope}>
                <div className={styles.text}>
                  <p>{note}</p>
                  <p className={styles.state}>
                    {template === null ? (
                      'No template'
                    ) : (
                      <>
                        Set by <bdi>{template.user ?? 'somebody who is gone'}</bdi>{' '}
                        <TimeAgo at={template.updatedAt} />
                      </>
                    )}
                  </p>
                </div>
                {template === null ? null : (
                  <Button
                    size="small"
                    disabled={busy !== null}
                    onClick={() =>
                      void change(
                        scope,
                        () => removeWorkspaceTemplate(entity, scope),
                        `${name} has no template any more`,
                      )
                    }
                  >
                    Remove
                  </Button>
                )}
                <Button
                  size="small"
                  kind="primary"
                  isBusy={busy === scope}
                  disabled={data === undefined}
                  aria-label={`Use what I see for ${name}`}
                  onClick={() =>
                    void change(
                      scope,
                      () => putWorkspaceTemplate(entity, { scope, spec: withoutRuns(spec) }),
                      `New workspaces of ${name} begin with what you see`,
                    )
                  }
                >
                  Use what I see
                </Button>
              </li>
            );
          })}
        </ul>
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
      {problem === null ? null : (
        <p role="alert" className={styles.problem}>
          {messageOf(problem)}
        </p>
      )}
    </Dialog>
  );
}

interface Scope {
  readonly scope: TemplateScope;
  readonly name: string;
  readonly note: string;
}

function scopesOf(entity: string, organization: string | null): readonly Scope[] {
  const own: Scope = { scope: 'entity', name: entity, note: `In the projects of ${entity}` };
  if (organization === null) return [own];
  const note = `In the projects of all teams of ${organization} that have no template of their own`;
  return [own, { scope: 'organization', name: organization, note }];
}
