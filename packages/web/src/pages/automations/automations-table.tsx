import type { AutomationView, IntegrationView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Column, DataTable, rowLinkClass } from '../../components/data-table.tsx';
import { Highlight } from '../../components/highlight.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { Truncated } from '../../components/truncated.tsx';
import styles from './automations.module.css';
import { describeAction, describeEvent, describeScope } from './describe.ts';
import { EnabledSwitch } from './enabled-switch.tsx';
import { ExecutionState } from './state-badge.tsx';

/** Automations, one a row: what sets each off, what it does, what it did last. */
export function AutomationsTable({
  automations,
  integrations,
  showsScope,
  search,
}: {
  readonly automations: readonly AutomationView[];
  readonly integrations: readonly IntegrationView[] | undefined;
  readonly showsScope: boolean;
  /** Marked in the names. */
  readonly search: string;
}) {
  const columns = useMemo<readonly Column<AutomationView>[]>(
    () => [
      {
        id: 'name',
        title: 'Automation',
        width: 'minmax(160px, 2fr)',
        render: (automation) => (
          <span className={styles.two}>
            <Link
              to="/automations/$automation"
              params={{ automation: String(automation.id) }}
              className={rowLinkClass}
            >
              <Truncated text={automation.name}>
                <Highlight text={automation.name} search={search} />
              </Truncated>
            </Link>
            {showsScope || automation.scope.kind === 'collection' ? (
              <Truncated text={describeScope(automation)} className={styles.second} />
            ) : automation.description ? (
              <Truncated text={automation.description} className={styles.second} />
            ) : null}
          </span>
        ),
      },
      {
        id: 'event',
        title: 'When',
        width: 'minmax(160px, 3fr)',
        render: (automation) => <Truncated text={describeEvent(automation)} />,
      },
      {
        id: 'action',
        title: 'Does',
        width: 'minmax(110px, 1.5fr)',
        render: (automation) => (
          <Truncated text={describeAction(automation, integrations)} className={styles.muted} />
        ),
      },
      {
        id: 'last',
        title: 'Last execution',
        width: '210px',
        render: ({ lastExecution }) =>
          lastExecution === null ? (
            <span className={styles.faint}>Never</span>
          ) : (
            <span className={styles.state}>
              <ExecutionState execution={lastExecution} />
              <span className={styles.second}>
                <TimeAgo at={lastExecution.createdAt} />
              </span>
            </span>
          ),
      },
      {
        id: 'enabled',
        title: 'Active',
        width: '68px',
        align: 'end',
        render: (automation) => (
          <span className={styles.control}>
            <EnabledSwitch automation={automation} />
          </span>
        ),
      },
    ],
    [integrations, showsScope, search],
  );
  return (
    <div className={styles.table}>
      <DataTable
        label="Automations"
        columns={columns}
        rows={automations}
        rowKey={({ id }) => String(id)}
        rowHeight={48}
        minWidth={840}
      />
    </div>
  );
}
