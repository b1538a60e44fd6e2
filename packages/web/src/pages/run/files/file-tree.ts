import type { FileView } from '@runloom/model';
import { lastPart } from '../../../components/last-part.ts';

/** One line of the list: a folder with what is below it, or a file. */
export type FileRow =
  | {
      readonly kind: 'folder';
      /** Ends in a slash. */
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly isOpen: boolean;
      readonly fileCount: number;
      readonly sizeBytes: number;
      readonly updatedAt: number;
    }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly file: FileView;
    };

interface Folder {
  readonly path: string;
  readonly name: string;
  readonly folders: Map<string, Folder>;
  readonly files: FileView[];
  fileCount: number;
  sizeBytes: number;
  updatedAt: number;
}

const order = new Intl.Collator(undefined, { numeric: true });

/** Files as a tree in lines, folders first; `isOpen` tells which folders show what they hold. */
export function treeRows(
  files: readonly FileView[],
  isOpen: (folder: string) => boolean,
): readonly FileRow[] {
  const rows: FileRow[] = [];
  const visit = (folder: Folder, depth: number) => {
    const folders = [...folder.folders.values()].sort((a, b) => order.compare(a.name, b.name));
    for (const child of folders) {
      const { path, name, fileCount, sizeBytes, updatedAt } = child;
      const open = isOpen(path);
      rows.push({
        kind: 'folder',
        path,
        name,
        depth,
        isOpen: open,
        fileCount,
        sizeBytes,
        updatedAt,
      });
      if (open) visit(child, depth + 1);
    }
    const own = folder.files.map((file) => ({ file, name: lastPart(file.name) }));
    own.sort((a, b) => order.compare(a.name, b.name));
    for (const { file, name } of own) {
      rows.push({ kind: 'file', path: file.name, name, depth, file });
    }
  };
  visit(readTree(files), 0);
  return rows;
}

/** Files whose path holds a text, whatever the case, with their whole paths. */
export function foundRows(files: readonly FileView[], search: string): readonly FileRow[] {
  const wanted = search.toLowerCase();
  return files
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .sort((a, b) => order.compare(a.name, b.name))
    .map((file) => ({ kind: 'file', path: file.name, name: file.name, depth: 0, file }));
}

/** The folders that a file stands in, from the outside in: `a/b/c.txt` is in `a/` and `a/b/`. */
export function foldersOf(name: string): readonly string[] {
  return [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index + 1));
}

function readTree(files: readonly FileView[]): Folder {
  const root = emptyFolder('', '');
  for (const file of files) {
    let folder = root;
    for (const path of foldersOf(file.name)) {
      const name = path.slice(folder.path.length, -1);
      const child = folder.folders.get(name) ?? emptyFolder(path, name);
      folder.folders.set(name, child);
      child.fileCount += 1;
      child.sizeBytes += file.sizeBytes;
      child.updatedAt = Math.max(child.updatedAt, file.updatedAt);
      folder = child;
    }
    folder.files.push(file);
  }
  return root;
}

function emptyFolder(path: string, name: string): Folder {
  return {
    path,
    name,
    folders: new Map(),
    files: [],
    fileCount: 0,
    sizeBytes: 0,
    updatedAt: 0,
  };
}
