import type { ProjectView } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_PROJECT_SORT,
  nextSort,
  parseProjectSort,
  projectSortText,
  selectProjects,
} from './project-order.ts';

const project = (name: string, change: Partial<ProjectView> = {}): ProjectView => ({
  entity: 'ada',
  name,
  visibility: 'team',
  description: '',
  createdAt: 0,
  lastActivityAt: 0,
  runCount: 0,
  runningCount: 0,
  canWrite: true,
  canManage: true,
  ...change,
});
const names = (projects: readonly ProjectView[]) => projects.map(({ name }) => name);

describe('selectProjects', () => {
  const projects = [
    project('beta', { lastActivityAt: 1, runCount: 5 }),
    project('alpha', { lastActivityAt: 3, runCount: 5, description: 'Vision models' }),
    project('gamma', { lastActivityAt: 2, runCount: 9, entity: 'team' }),
  ];

  it('shows what was active last first', () => {
    expect(names(selectProjects(projects, '', DEFAULT_PROJECT_SORT))).toEqual([
      'alpha',
      'gamma',
      'beta',
    ]);
  });

  it('orders equal ones by name, whatever the direction', () => {
    expect(names(selectProjects(projects, '', parseProjectSort('-runs')))).toEqual([
      'gamma',
      'alpha',
      'beta',
    ]);
    expect(names(selectProjects(projects, '', parseProjectSort('runs')))).toEqual([
      'alpha',
      'beta',
      'gamma',
    ]);
  });

  it('searches name, owner and description', () => {
    expect(names(selectProjects(projects, 'VISION', DEFAULT_PROJECT_SORT))).toEqual(['alpha']);
    expect(names(selectProjects(projects, 'team/ga', DEFAULT_PROJECT_SORT))).toEqual(['gamma']);
  });
});

describe('the sort in the address', () => {
  it('comes back as it was, and the default takes no room', () => {
    for (const text of ['name', '-name', 'runs', '-runs', 'activity']) {
      expect(projectSortText(parseProjectSort(text))).toBe(text);
    }
    expect(projectSortText(parseProjectSort('-activity'))).toBeUndefined();
    expect(parseProjectSort('nonsense')).toEqual(DEFAULT_PROJECT_SORT);
    expect(parseProjectSort('__proto__')).toEqual(DEFAULT_PROJECT_SORT);
  });

  it('turns round on a second click', () => {
    expect(nextSort(DEFAULT_PROJECT_SORT, 'name')).toEqual({
      column: 'name',
      direction: 'ascending',
    });
    expect(nextSort({ column: 'runs', direction: 'descending' }, 'runs').direction).toBe(
      'ascending',
    );
  });
});
