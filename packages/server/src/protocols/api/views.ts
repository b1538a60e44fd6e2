import {
  PersonalWorkspaceView,
  SavedViewDetail,
  SavedViewInput,
  SavedViewList,
  SavedViewQuery,
  SavedViewRename,
  SavedViewSave,
  SavedViewVersions,
  WorkspaceTemplateInput,
  WorkspaceTemplateList,
  WorkspaceTemplateQuery,
} from '@runloom/model';
import type { UserId } from '../../domains/accounts/index.ts';
import type {
  PersonalWorkspace,
  SavedView,
  ViewId,
  WorkspaceTemplate,
} from '../../domains/views/index.ts';
import type { ApiDeps } from './deps.ts';
import { numericId } from './numeric-id.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** Workspaces: one's own, and views that were saved for all. */
export function viewRoutes({ accounts, projects, workspaces, templates }: ApiDeps): ApiRoute[] {
  const nameOf = async (id: UserId): Promise<string | null> =>
    (await accounts.getUser(id))?.username ?? null;

  async function detail({ view, version }: SavedView): Promise<SavedViewDetail> {
    const [user, savedBy] = await Promise.all([nameOf(view.createdBy), nameOf(version.createdBy)]);
    return {
      id: view.id,
      kind: workspaces.kindOf(view),
      name: view.displayName,
      link: workspaces.linkOf(view),
      version: version.number,
      user,
      createdAt: view.createdAt,
      updatedAt: version.createdAt,
      spec: JSON.parse(version.spec),
      savedBy,
      savedAt: version.createdAt,
    };
  }

  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/workspace',
      summary: 'Your own workspace of a project; version 0 before its first change',
      policy: 'checked-by-domain',
      answer: { json: PersonalWorkspaceView },
      async handle({ actor, params }) {
        const own = await workspaces.personal(actor, at(params));
        if (own !== null) return personalView(own);
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const template = await templates.of(project);
        return {
          ...personalView(null),
          template: template === null ? null : JSON.parse(template.spec),
        };
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/projects/{entity}/{project}/workspace',
      summary: 'Change your own workspace; `base` is the version that you changed',
      policy: 'checked-by-domain',
      body: SavedViewSave,
      answer: { json: PersonalWorkspaceView },
      handle: async ({ actor, params, body }) =>
        personalView(await workspaces.savePersonal(actor, at(params), body)),
    }),
    defineRoute({
      method: 'GET',
      path: TEMPLATE,
      summary:
        'What new workspaces begin with in the projects of a user or team, and of its organization',
      policy: 'checked-by-domain',
      answer: { json: WorkspaceTemplateList },
      async handle({ actor, params }) {
        const view = async (template: WorkspaceTemplate | null) =>
          template === null
            ? null
            : {
                owner: template.owner.name,
                user: await nameOf(template.updatedBy),
                updatedAt: template.updatedAt,
                spec: JSON.parse(template.spec),
              };
        const { entity, organization } = await templates.list(actor, params.entity);
        return { entity: await view(entity), organization: await view(organization) };
      },
    }),
    defineRoute({
      method: 'PUT',
      path: TEMPLATE,
      summary: 'Say what new workspaces begin with; for admins',
      policy: 'checked-by-domain',
      body: WorkspaceTemplateInput,
      answer: 'nothing',
      handle: ({ actor, params, body }) =>
        templates.put(actor, params.entity, body.scope, body.spec),
    }),
    defineRoute({
      method: 'DELETE',
      path: TEMPLATE,
      summary: 'New workspaces begin as nobody set them up again; for admins',
      policy: 'checked-by-domain',
      query: WorkspaceTemplateQuery,
      answer: 'nothing',
      handle: ({ actor, params, query }) => templates.remove(actor, params.entity, query.scope),
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/views',
      summary: 'Saved views of a project, of its workspace or its traces, newest first',
      policy: 'checked-by-domain',
      query: SavedViewQuery,
      answer: { json: SavedViewList },
      async handle({ actor, params, query }) {
        const listed = await workspaces.list(actor, at(params), query.kind);
        return {
          views: await Promise.all(
            listed.map(async ({ view, versionNumber }) => ({
              id: view.id,
              kind: query.kind,
              name: view.displayName,
              link: workspaces.linkOf(view),
              version: versionNumber,
              user: await nameOf(view.createdBy),
              createdAt: view.createdAt,
              updatedAt: view.updatedAt,
            })),
          ),
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/projects/{entity}/{project}/views',
      summary: 'Save a view for all who may read the project',
      policy: 'checked-by-domain',
      body: SavedViewInput,
      answer: { json: SavedViewDetail },
      handle: async ({ actor, params, body }) =>
        detail(await workspaces.create(actor, at(params), body)),
    }),
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/linked-views/{link}',
      summary: 'The saved view that an address of a client names, as in `?nw=…`',
      policy: 'checked-by-domain',
      answer: { json: SavedViewDetail },
      handle: async ({ actor, params }) =>
        detail(await workspaces.openLink(actor, at(params), params.link)),
    }),
    defineRoute({
      method: 'GET',
      path: '/views/{view}',
      summary: 'A saved view with its latest version',
      policy: 'checked-by-domain',
      answer: { json: SavedViewDetail },
      handle: async ({ actor, params }) =>
        detail(await workspaces.open(actor, viewId(params.view))),
    }),
    defineRoute({
      method: 'PUT',
      path: '/views/{view}',
      summary: 'Save a new version of a view; `base` is the version that you changed',
      policy: 'checked-by-domain',
      body: SavedViewSave,
      answer: { json: SavedViewDetail },
      handle: async ({ actor, params, body }) =>
        detail(await workspaces.save(actor, viewId(params.view), body)),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/views/{view}',
      summary: 'Rename a saved view',
      policy: 'checked-by-domain',
      body: SavedViewRename,
      answer: { json: SavedViewDetail },
      handle: async ({ actor, params, body }) =>
        detail(await workspaces.rename(actor, viewId(params.view), body.name)),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/views/{view}',
      summary: 'Remove a saved view with all its versions',
      policy: 'checked-by-domain',
      answer: 'nothing',
      handle: ({ actor, params }) => workspaces.remove(actor, viewId(params.view)),
    }),
    defineRoute({
      method: 'GET',
      path: '/views/{view}/versions',
      summary: 'Every version of a saved view, latest first',
      policy: 'checked-by-domain',
      answer: { json: SavedViewVersions },
      async handle({ actor, params }) {
        const versions = await workspaces.versions(actor, viewId(params.view));
        return {
          versions: await Promise.all(
            versions.map(async ({ number, spec, createdBy, createdAt }) => ({
              number,
              user: await nameOf(createdBy),
              createdAt,
              spec: JSON.parse(spec),
            })),
          ),
        };
      },
    }),
  ];
}

const TEMPLATE = '/entities/{entity}/workspace-template' as const;

const at = ({ entity, project }: { readonly entity: string; readonly project: string }) => ({
  entityName: entity,
  projectName: project,
});

const viewId = (text: string): ViewId => numericId(text, 'This view') as ViewId;

function personalView(workspace: PersonalWorkspace | null): PersonalWorkspaceView {
  if (workspace === null) return { version: 0, spec: null, updatedAt: null, template: null };
  const { version, spec, updatedAt } = workspace;
  return { version, spec: JSON.parse(spec), updatedAt, template: null };
}
