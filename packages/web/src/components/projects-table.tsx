import type { ProjectView } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { Globe, Lock, UserCheck, Users } from 'lucide-react';
import { useMemo } from 'react';
import { type Column, DataTable, rowLinkClass, type Sort } from './data-table.tsx';
import { formatCount } from './format.ts';
import { Highlight } from './highlight.tsx';
import styles from './projects-table.module.css';
import { TimeAgo } from './time-ago.tsx';
import { Truncated } from './truncated.tsx';

const VISIBILITY = {
  private: { text: 'Private', icon: <Lock aria-hidden /> },
  restricted: { text: 'Restricted', icon: <UserCheck aria-hidden /> },
  team: { text: 'Team', icon: <Users aria-hidden /> },
  public: { text: 'Public', icon: <Globe aria-hidden /> },
} as const;

const DESCRIPTION: Column<ProjectView> = {
  id: 'description',
  title: 'Description',
  width: 'minmax(0, 2fr)',
  render: ({ description }) => <Truncated text={description} className={styles.description} />,
};

/** Projects, one a row. */
export function ProjectsTable({
  projects,
  search,
  sort,
  onSort,
  showsEntity,
}: {
  readonly projects: readonly ProjectView[];
  /** Marked in the names. */
  readonly search: string;
  readonly sort: Sort;
  readonly onSort: (column: string) => void;
  /** Names the owner before the project's name. */
  readonly showsEntity: boolean;
}) {
  const hasDescriptions = projects.some(({ description }) => description !== '');
  const columns = useMemo<readonly Column<ProjectView>[]>(
    () => [
      {
        id: 'name',
        title: 'Project',
        width: 'minmax(180px, 3fr)',
        isSortable: true,
        render: (project) => (
          <Link
            to="/$entity/$project"
            params={{ entity: project.entity, project: project.name }}
            className={rowLinkClass}
          >
            <Truncated text={nameOf(project, showsEntity)}>
              {showsEntity ? (
                <>
                  <span className={styles.entity}>
                    <Highlight text={project.entity} search={search} />
                    {' / '}
                  </span>
                  <Highlight text={project.name} search={search} />
                </>
              ) : (
                <Highlight text={project.name} search={search} />
              )}
            </Truncated>
          </Link>
        ),
      },
      ...(hasDescriptions ? [DESCRIPTION] : []),
      {
        id: 'runs',
        title: 'Runs',
        width: '84px',
        align: 'end',
        isSortable: true,
        render: ({ runCount }) => formatCount(runCount),
      },
      {
        id: 'running',
        title: 'Running',
        width: '92px',
        align: 'end',
        isSortable: true,
        render: ({ runningCount }) =>
          runningCount === 0 ? (
            <span className={styles.none}>–</span>
          ) : (
            <span className={styles.running}>{formatCount(runningCount)}</span>
          ),
      },
      {
        id: 'visibility',
        title: 'Visibility',
        width: '104px',
        render: ({ visibility }) => (
          <span className={styles.visibility}>
            {VISIBILITY[visibility].icon}
            {VISIBILITY[visibility].text}
          </span>
        ),
      },
      {
        id: 'activity',
        title: 'Last activity',
        width: '124px',
        align: 'end',
        isSortable: true,
        render: ({ lastActivityAt }) => (
          <span className={styles.muted}>
            <TimeAgo at={lastActivityAt} />
          </span>
        ),
      },
    ],
    [search, showsEntity, hasDescriptions],
  );
  return (
    <DataTable
      label="Projects"
      columns={columns}
      rows={projects}
      minWidth={hasDescriptions ? 720 : 600}
      rowKey={({ entity, name }) => `${entity}/${name}`}
      sort={sort}
      onSort={onSort}
    />
  );
}

function nameOf(project: ProjectView, showsEntity: boolean): string {
  return showsEntity ? `${project.entity} / ${project.name}` : project.name;
}
