import type { Project } from '../../domains/projects/index.ts';
import type { Run } from '../../domains/runs/index.ts';

/** Where the client reads a file of a run with its key. */
export function runFilePath(project: Project, run: Run, fileName: string): string {
  const segments = [project.entityName, project.name, run.name, ...fileName.split('/')];
  return `/files/${segments.map(encodeURIComponent).join('/')}`;
}

/** The client looks for some files as `./name` that it stored as `name`. */
export function normalizeFileName(name: string): string {
  return name.replace(/^(\.\/+)+/, '');
}
