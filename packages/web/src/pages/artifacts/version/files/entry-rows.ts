import type { ArtifactEntry } from '@runloom/model';
import type { FolderPages } from '../../../../data/artifact-files.ts';

/** One line of the tree. */
export type EntryRow =
  | {
      readonly kind: 'folder';
      /** Ends in a slash. */
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly isOpen: boolean;
      readonly fileCount: number;
      readonly sizeBytes: number;
    }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly entry: ArtifactEntry;
    }
  /** Stands for what has not been read: being read, to be read when it comes into view, or not to be had. */
  | {
      readonly kind: 'rest';
      readonly path: string;
      readonly folder: string;
      readonly depth: number;
      readonly cursor: string | null;
      readonly problem: string | null;
    };

const order = new Intl.Collator(undefined, { numeric: true });

/** The lines of a tree whose folders are read when they are opened; folders first. */
export function entryRows(
  pages: ReadonlyMap<string, FolderPages>,
  open: ReadonlySet<string>,
): readonly EntryRow[] {
  const rows: EntryRow[] = [];
  const visit = (folder: string, depth: number): void => {
    const read = pages.get(folder);
    const rest = { kind: 'rest', path: `${folder}\u0000`, folder, depth } as const;
    if (read === undefined) {
      rows.push({ ...rest, cursor: null, problem: null });
      return;
    }
    const folders = [...read.folders].sort((a, b) => order.compare(a.name, b.name));
    for (const { name, fileCount, sizeBytes } of folders) {
      const path = `${folder}${name}/`;
      const isOpen = open.has(path);
      rows.push({ kind: 'folder', path, name, depth, isOpen, fileCount, sizeBytes });
      if (isOpen) visit(path, depth + 1);
    }
    const files = read.files.map((entry) => ({ entry, name: entry.path.slice(folder.length) }));
    // Pages come in the order of their bytes: sorted otherwise, later ones would push in between.
    if (read.nextCursor === null) files.sort((a, b) => order.compare(a.name, b.name));
    for (const { entry, name } of files) {
      rows.push({ kind: 'file', path: entry.path, name, depth, entry });
    }
    if (read.error !== null) rows.push({ ...rest, cursor: null, problem: read.error.message });
    else if (read.isPending) rows.push({ ...rest, cursor: null, problem: null });
    else if (read.nextCursor !== null) {
      rows.push({ ...rest, cursor: read.nextCursor, problem: null });
    }
  };
  visit('', 0);
  return rows;
}

/** Entries that a search found, with their whole paths. */
export function foundRows(entries: readonly ArtifactEntry[]): readonly EntryRow[] {
  return entries.map((entry) => ({
    kind: 'file',
    path: entry.path,
    name: entry.path,
    depth: 0,
    entry,
  }));
}
