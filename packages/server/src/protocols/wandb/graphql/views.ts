import type { Project } from '../../../domains/projects/index.ts';
import type { ViewChange, ViewId } from '../../../domains/views/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { connection, pageSize } from './connection.ts';
import { defaultEntity, getUser, nullWhenMissing, type Resolver } from './context.ts';
import { decodeGlobalId } from './global-id.ts';
import { reportLinkFields, reportLinkMutations } from './report-links.ts';
import { encodeViewId, readViewId, type ViewSource } from './view-ids.ts';

type Maybe<T> = T | null | undefined;

interface UpsertViewArgs {
  readonly input: Readonly<
    Partial<
      Record<
        | 'id'
        | 'entityName'
        | 'projectName'
        | 'type'
        | 'name'
        | 'displayName'
        | 'description'
        | 'spec'
        | 'previewUrl'
        | 'coverUrl'
        | 'clientMutationId',
        string | null
      >
    >
  >;
}

interface AllViewsArgs {
  readonly viewType?: Maybe<string>;
  readonly viewName?: Maybe<string>;
  readonly userName?: Maybe<string>;
  readonly first?: Maybe<number>;
  readonly after?: Maybe<string>;
}

const PAGE = 50;
const TEXTS = [
  'type',
  'name',
  'displayName',
  'description',
  'spec',
  'previewUrl',
  'coverUrl',
] as const;

const findView: Resolver<unknown, { id: string }> = (_root, { id }, { deps, actor }) =>
  decodeGlobalId('View', id) === null
    ? null
    : nullWhenMissing(deps.views.get(actor, readViewId(id)));

const upsertView: Resolver<unknown, UpsertViewArgs> = async (_root, { input }, context) => {
  const { deps, actor } = context;
  const given = TEXTS.map((name) => [name, input[name]] as const);
  const change: ViewChange = Object.fromEntries(
    given.filter(([, text]) => text !== null && text !== undefined),
  );
  if (input.id) {
    return { view: await deps.views.update(actor, readViewId(input.id), change), inserted: false };
  }
  const entityName = input.entityName || defaultEntity(actor);
  const { projectName } = input;
  if (!entityName || !projectName) throw invalid('Name the project that the view belongs to.');
  return {
    view: await deps.views.create(actor, { entityName, projectName }, change),
    inserted: true,
  };
};

const deleteView: Resolver<unknown, { input: { id: string } }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  await deps.views.remove(actor, readViewId(input.id));
  return { success: true, pendingDrafts: false };
};

const allViews: Resolver<Project, AllViewsArgs> = async (project, args, { deps, actor }) => {
  const user = args.userName ? await deps.accounts.findUser(args.userName) : null;
  if (args.userName && user === null) return connection([], String, false);
  const page = { first: pageSize(args.first, PAGE), after: readCursor(args.after) };
  const filter = {
    ...(args.viewType && { type: args.viewType }),
    ...(args.viewName && { name: args.viewName }),
    ...(user && { createdBy: user.id }),
  };
  const { views, hasMore } = await deps.views.list(actor, project, filter, page);
  const nodes = views.map((view): ViewSource => ({ view, project }));
  return connection(nodes, ({ view }) => encodeViewId(view), hasMore);
};

const readCursor = (after: Maybe<string>): ViewId | null => (after ? readViewId(after) : null);

const viewFields: Record<string, Resolver<ViewSource>> = {
  id: ({ view }) => encodeViewId(view),
  name: ({ view }) => view.name,
  displayName: ({ view }) => view.displayName,
  description: ({ view }) => view.description,
  user: async ({ view }, _args, context) =>
    (await getUser(context, view.createdBy)) ?? { id: null },
  spec: ({ view }) => view.spec,
  type: ({ view }) => view.type,
  updatedAt: ({ view }) => view.updatedAt,
  createdAt: ({ view }) => view.createdAt,
  previewUrl: ({ view }) => view.previewUrl,
  coverUrl: ({ view }) => view.coverUrl,
  project: ({ project }) => project,
  entityName: ({ project }) => project.entityName,
  ...reportLinkFields,
};

export const viewResolvers = {
  Query: { view: findView },
  Mutation: { upsertView, deleteView, ...reportLinkMutations },
  Project: { allViews },
  View: viewFields,
};
