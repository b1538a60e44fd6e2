/** One line of a list of packages. */
export interface Package {
  readonly name: string;
  /** Empty when the line tells none, or tells an address. */
  readonly version: string;
  readonly line: string;
}

/** Packages of a `requirements.txt`, by name; comments and options are left out. */
export function readPackages(text: string): readonly Package[] {
  const packages = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('-'))
    .map((line): Package => {
      const parts = /^([\w.[\]-]+)\s*(?:===?|~=|>=|<=|@)\s*(.+)$/.exec(line);
      return { name: parts?.[1] ?? line, version: parts?.[2] ?? '', line };
    });
  return packages.sort((a, b) => a.name.localeCompare(b.name, 'en', { sensitivity: 'base' }));
}
