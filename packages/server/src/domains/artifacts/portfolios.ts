import { listAliasMoves } from './alias-store.ts';
import type { Portfolios } from './interface.ts';
import { countPortfolios, searchPortfolios } from './portfolio-store.ts';
import type { ArtifactRoom } from './room.ts';

/** Reads of what registries show: portfolios, and how aliases moved in them. */
export function createPortfolios({ db }: Pick<ArtifactRoom, 'db'>): Portfolios {
  return {
    async searchPortfolios(project, { text = '', typeName, first, after }) {
      const start = Math.max(Number.parseInt(after ?? '0', 10) || 0, 0);
      const wanted = { projectId: project.id, text: text.trim(), typeName };
      const { found, totalCount } = await searchPortfolios(db, wanted, { limit: first, start });
      const end = start + found.length;
      return { found, totalCount, nextCursor: end < totalCount ? String(end) : null };
    },

    countPortfolios: (ids) => countPortfolios(db, ids),

    async listAliasMoves(collection, { first, before }) {
      const found = await listAliasMoves(db, collection.id, { limit: first + 1, before });
      const moves = found.slice(0, first);
      const nextBefore = found.length > first ? (moves.at(-1)?.id ?? null) : null;
      return { moves, nextBefore };
    },
  };
}
