import type { ReportId } from '../../../domains/reports/index.ts';
import type { Resolver } from './context.ts';
import { readViewId, type ViewSource } from './view-ids.ts';

/** Links that let people without an account read a report (wandb-workspaces 0.4, `gql.py`). */
interface TokenArgs {
  readonly input: { readonly token: string };
}

const accessTokens: Resolver<ViewSource> = async ({ view }, _args, { deps, actor }) => {
  if (view.type !== 'runs' && view.type !== 'runs/draft') return [];
  const id = view.id as number as ReportId;
  const { reportLinks } = deps;
  const listed = await reportLinks.list(actor, id);
  if (listed.length === 0) return [];
  const projects = (await reportLinks.projects(actor, id)).map((path) => {
    const [entityName = '', name = ''] = path.split('/');
    return { entityName, name };
  });
  return listed.map(({ link, token }) => ({
    token,
    type: 'PUBLIC',
    revokedAt: link.revokedAt,
    projects,
  }));
};

/** A link shows what the report shows: projects need not be named. */
const createAccessToken: Resolver<unknown, { input: { viewId: string } }> = async (
  _root,
  { input },
  { deps, actor },
) => {
  const id = readViewId(input.viewId) as number as ReportId;
  const { token } = await deps.reportLinks.create(actor, id);
  return { accessToken: { token, type: 'PUBLIC' } };
};

const updateAccessTokenProjects: Resolver<unknown, TokenArgs> = async (
  _root,
  { input },
  { deps, actor },
) => {
  await deps.reportLinks.check(actor, input.token);
  return { success: true };
};

const revokeAccessToken: Resolver<unknown, TokenArgs> = async (
  _root,
  { input },
  { deps, actor },
) => {
  await deps.reportLinks.revoke(actor, input.token);
  return { success: true };
};

export const reportLinkFields = { accessTokens };
export const reportLinkMutations = {
  createAccessToken,
  updateAccessTokenProjects,
  revokeAccessToken,
};
