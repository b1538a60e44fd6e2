/** Where a commit can be read in the browser. */
export interface GitLinks {
  readonly repository: string;
  readonly commit: string | null;
}

/** Sites whose addresses of commits are known. */
const COMMIT_PATH: Readonly<Record<string, string>> = {
  'github.com': 'commit',
  'gitlab.com': '-/commit',
  'bitbucket.org': 'commits',
  'codeberg.org': 'commit',
};

/**
 * Turns a git remote (`https://…`, `git@host:path`, `ssh://…`) into web addresses; null when it is no
 * address of the web. Credentials in the remote are left out.
 */
export function gitLinks(remote: string, commit: string): GitLinks | null {
  const address = webAddress(remote.trim());
  if (address === null) return null;
  const repository = address.href.replace(/\.git\/?$/, '').replace(/\/$/, '');
  const path = COMMIT_PATH[address.hostname];
  const isCommit = /^[0-9a-f]{7,64}$/i.test(commit);
  return { repository, commit: path && isCommit ? `${repository}/${path}/${commit}` : null };
}

function webAddress(remote: string): URL | null {
  const short = /^(?:[\w.-]+@)?([\w.-]+\.[a-z]{2,}):(?!\/\/)(.+)$/i.exec(remote);
  try {
    const url = new URL(short ? `https://${short[1]}/${short[2]?.replace(/^\/+/, '')}` : remote);
    if (url.protocol === 'ssh:' || url.protocol === 'git:')
      return new URL(`https://${url.hostname}${url.pathname}`);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
    return new URL(`${url.protocol}//${url.host}${url.pathname}`);
  } catch {
    // A path on the machine, or anything else.
    return null;
  }
}
