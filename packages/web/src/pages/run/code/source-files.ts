import type { FileView } from '@runloom/model';

/**
 * Files that are the run's code, in the order to read them: what was changed and not committed, then
 * what the client saved of the code, by name.
 */
export function sourceFiles(files: readonly FileView[]): readonly FileView[] {
  const patches = files.filter(({ name }) => isPatch(name));
  const saved = files.filter(({ name }) => name.startsWith('code/'));
  return [...patches, ...saved];
}

/** How a file of the code is called in a list. */
export function sourceTitle(name: string): string {
  if (name === 'diff.patch') return 'Uncommitted changes';
  if (isPatch(name)) return 'Changes since the upstream branch';
  return name.slice('code/'.length);
}

function isPatch(name: string): boolean {
  return /^(?:diff|upstream_diff_[0-9a-f]+)\.patch$/.test(name);
}
