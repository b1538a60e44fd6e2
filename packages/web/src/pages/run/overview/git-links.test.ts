import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gitLinks } from './git-links.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

describe('gitLinks', () => {
  it('knows the ways a remote is written', () => {
    for (const remote of [
      'https://github.com/ada/engine.git',
      'https://github.com/ada/engine/',
      'https://ada:secret@github.com/ada/engine.git',
      'git@github.com:ada/engine.git',
      'ssh://git@github.com:22/ada/engine.git',
    ]) {
      expect(gitLinks(remote, commit)).toEqual({
        repository: 'https://github.com/ada/engine',
        commit: `https://github.com/ada/engine/commit/${commit}`,
      });
    }
  });

  it('links only the repository of a site it does not know', () => {
    expect(gitLinks('https://git.example.org/a/b', commit)).toEqual({
      repository: 'https://git.example.org/a/b',
      commit: null,
    });
  });

  it('does not link what is not on the web', () => {
    for (const remote of [
      '',
      '/srv/repo',
      '../repo',
      'file:///etc/passwd',
      'javascript:alert(1)',
    ]) {
      expect(gitLinks(remote, commit)).toBeNull();
    }
  });

  it('never makes an address of another kind, whatever the remote', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `javascript:${text}`),
        ),
        fc.string(),
        (remote, hash) => {
          const links = gitLinks(remote, hash);
          for (const link of [links?.repository, links?.commit]) {
            if (link) expect(link).toMatch(/^https?:\/\//);
          }
        },
      ),
    );
  });
});
