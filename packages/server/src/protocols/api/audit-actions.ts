/**
 * Requests that change nothing of what the log is about although their routes do not say that they only
 * read: trials, and data that is logged or kept as a draft.
 */
const NO_CHANGES: ReadonlySet<string> = new Set(
  `
  POST /automations/trial
  POST /audit/verification
  POST /projects/{entity}/{project}/call-rules/preview
  POST /projects/{entity}/{project}/datasets/preview
  POST /projects/{entity}/{project}/evaluation-runs/estimate
  POST /projects/{entity}/{project}/playground/runs
  POST /reports/{report}/evidence
  POST /reports/{report}/evidence/{digest}/check
  PUT /projects/{entity}/{project}/workspace
  `
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
);

/** Names that people look for; all others are made of the address. */
const NAMED: Readonly<Record<string, string>> = {
  'POST /session': 'user:login',
  'DELETE /session': 'user:logout',
  'DELETE /sessions': 'session:end-others',
  'DELETE /sessions/{id}': 'session:end',
  'POST /password': 'user:change-password',
  'POST /api-keys': 'api-key:create',
  'DELETE /api-keys/{id}': 'api-key:delete',
  'PUT /admin/users/{username}': 'user:put',
  'DELETE /admin/users/{username}': 'user:delete',
  'DELETE /admin/users/{username}/sessions': 'user:end-sessions',
  'POST /admin/users/{username}/sign-in-link': 'user:create-sign-in-link',
  'PUT /admin/organizations/{org}': 'organization:put',
  'DELETE /admin/organizations/{org}': 'organization:delete',
  'PUT /admin/organizations/{org}/members/{username}': 'organization:put-member',
  'DELETE /admin/organizations/{org}/members/{username}': 'organization:remove-member',
  'PUT /admin/organizations/{org}/teams/{team}': 'team:put',
  'DELETE /admin/organizations/{org}/teams/{team}': 'team:delete',
  'PUT /admin/organizations/{org}/teams/{team}/members/{username}': 'team:put-member',
  'DELETE /admin/organizations/{org}/teams/{team}/members/{username}': 'team:remove-member',
  'POST /teams': 'team:create',
  'PUT /teams/{team}/members/{username}': 'team:put-member',
  'DELETE /teams/{team}/members/{username}': 'team:remove-member',
  'POST /teams/{team}/invitations': 'team:invite-user',
  'POST /teams/{team}/invitations/{id}/resend': 'team:resend-invitation',
  'DELETE /teams/{team}/invitations/{id}': 'team:uninvite',
  'POST /invitations/{token}': 'team:join',
  'POST /teams/{team}/service-accounts': 'team:create-service-account',
  'POST /service-accounts/{username}/api-keys': 'api-key:create',
  'DELETE /service-accounts/{username}/api-keys/{id}': 'api-key:delete',
  'PATCH /organizations/{organization}': 'organization:update',
  'PUT /organizations/{organization}/members/{username}': 'organization:put-member',
  'DELETE /organizations/{organization}/members/{username}': 'organization:remove-member',
  'PATCH /profile': 'user:update',
  'POST /entities/{entity}/access-requests/{id}': 'access-request:decide',
  'PUT /projects/{entity}/{project}/members/{kind}/{member}': 'project:put-member',
  'DELETE /projects/{entity}/{project}/members/{kind}/{member}': 'project:remove-member',
  'POST /projects/{entity}/{project}/transfer': 'project:transfer',
  'PUT /projects/{entity}/{project}': 'project:put',
  'POST /reports/{report}/versions': 'report:create-version',
  'POST /reports/{report}/versions/{version}/restore': 'report:restore-version',
  'POST /reports/{report}/files': 'report:add-file',
  'POST /reports/{report}/links': 'report:create-link',
  'DELETE /reports/{report}/links/{link}': 'report:delete-link',
  'POST /runs/{entity}/{project}/{run}/state': 'run:set-state',
  'PUT /organizations/{organization}/registries/{name}/members/{kind}/{member}':
    'registry:put-member',
  'DELETE /organizations/{organization}/registries/{name}/members/{kind}/{member}':
    'registry:remove-member',
  'POST /projects/{entity}/{project}/artifacts/{artifact}/versions/{version}/links':
    'artifact:link',
  'PATCH /projects/{entity}/{project}/artifacts/{artifact}/versions/{version}':
    'artifact:update-version',
  'DELETE /projects/{entity}/{project}/artifacts/{artifact}/versions/{version}':
    'artifact:delete-version',
  'POST /projects/{entity}/{project}/artifacts/{artifact}/remove-versions':
    'artifact:delete-versions',
  'POST /projects/{entity}/{project}/datasets/{name}/versions': 'dataset:create-version',
  'POST /projects/{entity}/{project}/datasets/{name}/splits': 'dataset:split',
  'POST /projects/{entity}/{project}/datasets/{name}/calls': 'dataset:add-calls',
  'POST /projects/{entity}/{project}/prompts/{name}/versions': 'prompt:create-version',
  'POST /projects/{entity}/{project}/playground/models/{name}/versions': 'model:create-version',
  'POST /projects/{entity}/{project}/annotation-queues/{queue}/items': 'annotation-queue:add',
  'POST /projects/{entity}/{project}/annotation-queues/{queue}/dataset':
    'annotation-queue:make-dataset',
  'POST /projects/{entity}/{project}/calls/remove': 'call:delete',
  'POST /projects/{entity}/{project}/runs/bulk': 'run:change-many',
};

const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'put',
  PATCH: 'update',
  DELETE: 'delete',
};

/** What the last word of an address does to the thing before it. */
const DOING = new Set([
  'accept',
  'close',
  'copy',
  'decline',
  'import',
  'move',
  'reopen',
  'resend',
  'restore',
  'revoke',
  'rotate',
  'stop',
  'trial',
]);

/**
 * What a request does, as the audit log calls it: `<thing>:<what is done>`. A route that nobody named
 * here is in the log under a name made of its address, so that no change can be forgotten. Not to be
 * asked for routes that only read.
 * @returns null for requests that change nothing
 */
export function auditAction(method: string, path: string): string | null {
  const route = `${method} ${path}`;
  if (NO_CHANGES.has(route)) return null;
  const named = NAMED[route];
  if (named !== undefined) return named;
  const words = path.split('/').filter((word) => word !== '' && !word.startsWith('{'));
  const last = words.at(-1) ?? 'server';
  const before = words.at(-2);
  if (before !== undefined && DOING.has(last)) return `${singular(before)}:${last}`;
  return `${singular(last)}:${VERBS[method] ?? method.toLowerCase()}`;
}

/** What is left out, for the test that looks whether it is still there. */
export const unchangingRoutes = (): readonly string[] => [...NO_CHANGES];

function singular(word: string): string {
  if (word === 'aliases') return 'alias';
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}
