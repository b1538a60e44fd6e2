import {
  readWeaveSavedView,
  readWeaveViewHead,
  ViewSpecError,
  WEAVE_TRACES_VIEW,
  WeaveViewDetail,
  WeaveViewList,
} from '@runloom/model';
import type { ObjectVersion } from '../../../domains/objects/index.ts';
import { invalid, notFound } from '../../../platform/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { userNames } from './names.ts';

const PATH = '/projects/{entity}/{project}/weave-views';
const MOST_LISTED = 1_000;

/** Views of traces that clients of Weave published as objects, as the list of traces can show them. */
export function weaveViewRoutes({ accounts, projects, objects }: ApiDeps): ApiRoute[] {
  /** What of views is told in lists; those of something else than traces are left out. */
  async function headsOf(versions: readonly ObjectVersion[]) {
    const ids = versions.map(({ createdBy }) => (createdBy === null ? null : String(createdBy)));
    const users = await userNames(accounts, ids);
    return versions.flatMap((version, place) => {
      const head = readWeaveViewHead(JSON.parse(version.value));
      if (head?.type !== WEAVE_TRACES_VIEW) return [];
      const user = users.get(ids[place] ?? null) ?? null;
      return [{ name: version.name, label: head.label, user, updatedAt: version.createdAt }];
    });
  }

  return [
    defineRoute({
      method: 'GET',
      path: PATH,
      summary: 'Views of traces that clients of Weave published, newest first',
      policy: 'checked-by-domain',
      answer: { json: WeaveViewList },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const versions = await objects.query(project.id, {
          filter: { kind: 'object', leafClasses: ['SavedView'], latestOnly: true },
          sort: [{ field: 'created_at', direction: 'desc' }],
          limit: MOST_LISTED,
        });
        return { views: await headsOf(versions) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${PATH}/{name}`,
      summary: 'The newest version of such a view, as a list of traces can show it',
      policy: 'checked-by-domain',
      answer: { json: WeaveViewDetail },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const version = await objects.read(project.id, params.name, 'latest', { kind: 'object' });
        const [head] = version.leafClass === 'SavedView' ? await headsOf([version]) : [];
        if (head === undefined) throw notFound(`A view of traces named "${params.name}"`);
        try {
          const { spec, notes } = readWeaveSavedView(JSON.parse(version.value));
          return { ...head, spec, notes: [...notes] };
        } catch (error) {
          throw error instanceof ViewSpecError ? invalid(error.message) : error;
        }
      },
    }),
  ];
}
