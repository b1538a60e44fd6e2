/** Places of the pages that people copy addresses of, behind `/{entity}/{project}/`. */
const PAGES = {
  run: /^\/([^/]+)\/([^/]+)\/runs\/([^/]+)/,
  trace: /^\/([^/]+)\/([^/]+)\/(?:weave\/calls|r\/call)\/([^/]+)/,
  artifact: /^\/([^/]+)\/([^/]+)\/artifacts\/[^/]+\/([^/]+)\/([^/]+)/,
} as const;

/** The path of what an address shows; a path stays as it is. */
export function readAddress(kind: keyof typeof PAGES, text: string): string {
  const trimmed = text.trim();
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return trimmed;
  const [, ...parts] = PAGES[kind].exec(new URL(trimmed).pathname) ?? [];
  if (parts.length === 0) return trimmed;
  const [entity, project, name, version] = parts.map((part) => decodeURIComponent(part ?? ''));
  return version === undefined
    ? `${entity}/${project}/${name}`
    : `${entity}/${project}/${name}:${version}`;
}
