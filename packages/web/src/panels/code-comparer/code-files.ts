import type { CodeFile, RunCode } from '@runloom/model';

/** A file of the code in each of the compared runs. */
export interface ComparedFile {
  readonly path: string;
  readonly kind: CodeFile['kind'];
  /** In the order of the runs; null where a run has no such file. */
  readonly files: readonly (CodeFile | null)[];
  readonly state: 'same' | 'changed' | 'missing';
}

/**
 * Files of all runs by their path, patches first. Where a run has a path both saved by itself and in
 * an artifact, what it saved itself counts.
 */
export function comparedFiles(codes: readonly RunCode[]): readonly ComparedFile[] {
  const byPath = new Map<string, (CodeFile | null)[]>();
  for (const [index, { files }] of codes.entries()) {
    for (const file of files) {
      const known = byPath.get(file.path) ?? codes.map(() => null);
      known[index] ??= file;
      byPath.set(file.path, known);
    }
  }
  return [...byPath]
    .map(([path, files]): ComparedFile => {
      const first = files.find((file) => file !== null);
      const digests = new Set(files.map((file) => file?.digest));
      const isMissing = files.includes(null);
      return {
        path,
        kind: first?.kind ?? 'code',
        files,
        state: isMissing ? 'missing' : digests.size > 1 ? 'changed' : 'same',
      };
    })
    .sort((a, b) => rank(a) - rank(b) || ORDER.compare(a.path, b.path));
}

/** How a file is called in lists. */
export function fileTitle({ path, kind }: Pick<ComparedFile, 'path' | 'kind'>): string {
  if (kind === 'code') return path;
  return path === 'diff.patch' ? 'Uncommitted changes' : 'Changes since the upstream branch';
}

const rank = ({ kind }: ComparedFile): number => (kind === 'patch' ? 0 : 1);
const ORDER = new Intl.Collator('en', { numeric: true });
