import { createHmac } from 'node:crypto';
import { randomLetters } from '@runloom/model';
import { notFound } from '../../platform/errors.ts';
import { hashSecret } from '../../platform/tokens.ts';
import type { Projects } from '../projects/index.ts';
import type { Access } from './access.ts';
import type { LinkStore } from './link-store.ts';
import { addLink } from './new-link.ts';
import type { Texts } from './text/texts.ts';
import type { ClientLinks } from './types.ts';

const NAME = 'Shared by a script';

/**
 * Secret links as clients of W&B make them: the client asks for the token again whenever it needs it.
 * So that none is stored, theirs are made of the link's id by the server's secret; those that people
 * make on the page are of chance and can't be told a second time.
 */
export function createClientLinks(deps: {
  access: Access;
  links: LinkStore;
  texts: Pick<Texts, 'document'>;
  projects: Pick<Projects, 'findById'>;
  secret: Uint8Array;
  clock: () => number;
}): ClientLinks {
  const { access, links, texts, secret, clock } = deps;

  const tokenOf = (link: string): string =>
    createHmac('sha256', secret).update(`report link ${link}`).digest('base64url');

  /** A link that whoever asks may manage. @throws RunloomError('not_found') */
  async function find(actor: Parameters<ClientLinks['revoke']>[0], token: string) {
    const found = await links.findByHash(hashSecret(token));
    if (found === null) throw notFound('This link');
    await access.find(actor, found.reportId, 'manage');
    return found;
  }

  return {
    async create(actor, id) {
      await access.find(actor, id, 'manage');
      const facts = { id: randomLetters(24), name: NAME, expiresAt: null, isLive: false };
      return addLink(links, actor, id, { ...facts, token: tokenOf(facts.id), now: clock() });
    },

    async list(actor, id) {
      const { may } = await access.find(actor, id, 'read');
      if (!may.manage) return [];
      return (await links.list(id)).flatMap(({ link, tokenHash }) => {
        const token = tokenOf(link.id);
        return hashSecret(token) === tokenHash ? [{ link, token }] : [];
      });
    },

    async projects(actor, id) {
      const { project } = await access.find(actor, id, 'read');
      const { content } = await texts.document(id);
      const shown = content.flatMap(({ attrs }) => runSetProjects(attrs?.['grid']));
      return [...new Set([`${project.entityName}/${project.name}`, ...shown])];
    },

    async check(actor, token) {
      await find(actor, token);
    },

    async revoke(actor, token) {
      const { reportId, link } = await find(actor, token);
      await links.revoke(reportId, link.id, clock());
    },
  };
}

function runSetProjects(grid: unknown): readonly string[] {
  const sets = typeof grid === 'object' && grid !== null && 'runSets' in grid ? grid.runSets : [];
  return (Array.isArray(sets) ? sets : []).flatMap((set: { project?: unknown }) =>
    typeof set?.project === 'string' ? [set.project] : [],
  );
}
