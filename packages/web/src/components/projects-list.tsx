import type { ProjectView } from '@runloom/model';
import { useMemo, useRef } from 'react';
import { useShortcuts } from '../app/shortcuts/provider.tsx';
import { formatPlural } from './format.ts';
import { nextSort, parseProjectSort, projectSortText, selectProjects } from './project-order.ts';
import styles from './projects-list.module.css';
import { ProjectsTable } from './projects-table.tsx';
import { SearchField } from './search-field.tsx';

/** Projects with a search; both search and sort belong to the address. */
export function ProjectsList({
  projects,
  search,
  sort: sortText,
  showsEntity,
  onChange,
}: {
  readonly projects: readonly ProjectView[];
  readonly search: string;
  readonly sort: string | undefined;
  readonly showsEntity: boolean;
  readonly onChange: (change: { q?: string | undefined; sort?: string | undefined }) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts('List', [{ keys: '/', label: 'Search', run: () => input.current?.focus() }]);
  const sort = parseProjectSort(sortText);
  const shown = useMemo(
    () => selectProjects(projects, search, parseProjectSort(sortText)),
    [projects, search, sortText],
  );
  return (
    <section className={styles.list} aria-label="Projects">
      <div className={styles.bar}>
        <SearchField
          label="Search projects"
          value={search}
          inputRef={input}
          onChange={(q) => onChange({ q: q === '' ? undefined : q })}
        />
        <span className={styles.count} role="status">
          {search === ''
            ? formatPlural(projects.length, 'project')
            : `${shown.length} of ${formatPlural(projects.length, 'project')}`}
        </span>
      </div>
      {shown.length === 0 ? (
        <p className={styles.none}>No project matches “{search}”.</p>
      ) : (
        <div className={styles.table}>
          <ProjectsTable
            projects={shown}
            search={search}
            sort={sort}
            showsEntity={showsEntity}
            onSort={(column) => onChange({ sort: projectSortText(nextSort(sort, column)) })}
          />
        </div>
      )}
    </section>
  );
}
