import type { RouteEntry } from '../../platform/http/index.ts';
import { ADMIN_KEY, type Answer, type Room } from './room.testing.ts';

/** Who sees a project. */
export const VISIBILITIES = ['private', 'restricted', 'team', 'public'] as const;
export type SeenBy = (typeof VISIBILITIES)[number];

/** What somebody may do with a project of the team, as it shall be: said here a second time, on purpose. */
export type May = 'nothing' | 'read' | 'work' | 'all';
type Row = Readonly<Record<SeenBy, May>>;

const row = (one: May, restricted: May, team: May, open: May): Row => ({
  private: one,
  restricted,
  team,
  public: open,
});

/** Everyone who asks. `custom` is a viewer who may also delete and write reports. */
export const MATRIX = {
  anonymous: row('nothing', 'nothing', 'nothing', 'read'),
  stranger: row('nothing', 'nothing', 'nothing', 'read'),
  colleague: row('nothing', 'nothing', 'nothing', 'read'),
  named: row('nothing', 'work', 'nothing', 'read'),
  viewer: row('nothing', 'nothing', 'read', 'read'),
  custom: row('nothing', 'nothing', 'read', 'read'),
  member: row('nothing', 'nothing', 'work', 'work'),
  service: row('nothing', 'nothing', 'work', 'work'),
  'reading key': row('read', 'read', 'read', 'read'),
  'key for another project': row('nothing', 'nothing', 'nothing', 'nothing'),
  admin: row('all', 'all', 'all', 'all'),
  'instance admin': row('all', 'all', 'all', 'all'),
} as const satisfies Readonly<Record<string, Row>>;
export type Who = keyof typeof MATRIX;

export interface Stage {
  readonly keys: Readonly<Record<Who, string | null>>;
  /** Of each project its name, and the ids by which clients call it, its run and its view. */
  readonly projects: Readonly<
    Record<SeenBy, { name: string; id: string; runId: string; viewId: string }>
  >;
}

/** Name of each project; a text that no answer about what is hidden may hold. */
const nameOf = (seen: SeenBy): string => `canary-${seen}`;

/** A team with one of each standing to it, and a project of each visibility, each with a run and a view. */
export async function openStage(room: Room): Promise<Stage> {
  const ok = async (answer: Promise<Answer>): Promise<Answer> => {
    const got = await answer;
    if (got.status >= 300) throw new Error(`${got.status} ${got.text}`);
    return got;
  };
  const put = (path: string, body: unknown = {}) => ok(room.admin('PUT', path, body));
  await put('/admin/organizations/lab');
  await put('/admin/organizations/elsewhere');
  await put('/admin/organizations/lab/teams/crew');
  await put('/admin/organizations/elsewhere/teams/others');
  const people = ['admin-of-crew', 'member', 'viewer', 'custom', 'named', 'colleague', 'stranger'];
  const keys = new Map<string, string>();
  for (const name of people) keys.set(name, await room.user(name));
  const keyOf = (name: string): string => keys.get(name) ?? '';
  await put('/admin/organizations/lab/teams/crew/members/admin-of-crew', { role: 'admin' });
  await put('/admin/organizations/lab/teams/crew/members/member', { role: 'member' });
  await put('/admin/organizations/lab/teams/crew/members/viewer', { role: 'viewer' });
  await put('/admin/organizations/lab/teams/crew/members/custom', { role: 'viewer' });
  await put('/admin/organizations/elsewhere/teams/others/members/stranger', { role: 'admin' });
  for (const name of ['named', 'colleague']) {
    await put(`/admin/organizations/lab/members/${name}`, { role: 'member' });
  }
  await put('/organizations/lab/roles/Tidier', {
    base: 'viewer',
    permissions: ['delete-runs', 'edit-reports'],
  });
  await put('/teams/crew/members/custom', { role: 'Tidier' });

  const adminKey = keyOf('admin-of-crew');
  const as = (method: string, path: string, body: unknown = {}) =>
    ok(room.call(method, `/api/v1${path}`, { key: adminKey, body }));
  const projects = {} as Record<SeenBy, Stage['projects'][SeenBy]>;
  for (const seen of VISIBILITIES) {
    const name = nameOf(seen);
    await as('PUT', `/projects/crew/${name}`, { visibility: seen });
    await room.startRun(adminKey, { entity: 'crew', project: name, run: 'r1' });
    const { json } = await ok(
      room.call('POST', '/graphql', {
        key: adminKey,
        body: {
          query: `mutation ($p: String!) { upsertView(input: { entityName: "crew", projectName: $p,
            type: "runs", name: "v", displayName: "v", spec: "{}" }) {
            view { id } } }`,
          variables: { p: name },
        },
      }),
    );
    const found = await ok(
      room.call('POST', '/graphql', {
        key: adminKey,
        body: {
          query: `{ project(entityName: "crew", name: "${name}") { id run(name: "r1") { id } } }`,
        },
      }),
    );
    projects[seen] = {
      name,
      id: found.json.data.project.id,
      runId: found.json.data.project.run.id,
      viewId: json.data.upsertView.view.id,
    };
  }
  await as('PUT', '/projects/crew/canary-restricted/members/user/named', { role: 'member' });
  await as('PUT', '/projects/crew/elsewhere', { visibility: 'team' });
  const keyWith = async (limits: object): Promise<string> =>
    (await as('POST', '/api-keys', { name: 'limited', ...limits })).json.key;
  return {
    projects,
    keys: {
      anonymous: null,
      stranger: keyOf('stranger'),
      colleague: keyOf('colleague'),
      named: keyOf('named'),
      viewer: keyOf('viewer'),
      custom: keyOf('custom'),
      member: keyOf('member'),
      service: (await as('POST', '/teams/crew/service-accounts', { description: 'job' })).json.key,
      'reading key': await keyWith({ scope: 'read' }),
      'key for another project': await keyWith({
        within: { entity: 'crew', project: 'elsewhere' },
      }),
      admin: adminKey,
      'instance admin': ADMIN_KEY,
    },
  };
}

/** An answer as far as it could tell anything. */
export interface Told {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** One request inside the process, without a network between. */
export async function ask(
  room: Room,
  key: string | null,
  { method, path, body }: { method: string; path: string; body?: unknown },
): Promise<Told> {
  const answer = await room.server.http.app.inject({
    method: method as 'GET',
    url: path,
    headers: {
      host: '127.0.0.1',
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
  const type = String(answer.headers['content-type'] ?? '');
  return { status: answer.statusCode, type, text: answer.payload };
}

/** The same answer with the names that were asked for taken out. */
export function without(told: Told, names: readonly string[]): Told {
  return { ...told, text: names.reduce((text, name) => text.replaceAll(name, '#'), told.text) };
}

/** An address of a project with its parameters filled in. */
export function addressOf(url: string, project: string): string {
  return url
    .replace(':entity', 'crew')
    .replace(':project', project)
    .replace(':run', 'r1')
    .replace(':kind', 'user')
    .replace(':member', 'nobody-at-all')
    .replace('*', 'config.yaml')
    .replace(/:\w+/g, '1');
}

/** Routes whose address names a project. */
export const ofProjects = (routes: readonly RouteEntry[]): readonly RouteEntry[] =>
  routes.filter(({ url }) => url.includes(':project'));
