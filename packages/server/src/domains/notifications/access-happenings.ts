import { pagePath } from '@runloom/model';
import type { Kysely } from 'kysely';
import { RunloomError } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Accounts, EntityId, MemberAdded, UserId } from '../accounts/index.ts';
import type { Projects } from '../projects/index.ts';
import type { NotificationTables } from './tables.ts';
import type { Guard, NotableEvent } from './types.ts';

const MAX_TEXT = 500;

/** Who may say who belongs to a team or person; the id is that of its entity. */
export const DECIDERS = 'deciders';
/** Who has the address of an invitation, while it can be used. */
export const INVITED = 'invited';

type Told = Promise<NotableEvent | null>;
type AccountReads = 'getUser' | 'getEntity' | 'findEntity' | 'findUserByEmail' | 'listDeciders';

/** Makes events of who asks to be let in, who is let in, and who is invited. */
export function createAccessHappenings(deps: {
  metadata: MetadataStore;
  accounts: Pick<Accounts, AccountReads>;
  projects: Pick<Projects, 'findOwned'>;
}) {
  const { accounts, projects } = deps;
  const db: Kysely<NotificationTables> = deps.metadata.db.withTables<NotificationTables>();

  /** What a request means; null where it means nothing, which nobody is told of. */
  async function readRequest(id: number) {
    const row = await db
      .selectFrom('access_requests')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    const [user, entity] =
      row === undefined
        ? [null, null]
        : await Promise.all([
            accounts.getUser(row.user_id as UserId),
            accounts.findEntity(row.entity_name),
          ]);
    if (row === undefined || user === null || entity === null) return null;
    if (row.project_name === '') {
      return entity.kind === 'team' ? { row, user, entity, project: null } : null;
    }
    const project = await projects.findOwned(entity.id, row.project_name);
    return project === null ? null : { row, user, entity, project };
  }

  async function requestEvent(id: number): Told {
    const found = await readRequest(id);
    if (found === null || found.row.was_granted !== null) return null;
    const { row, user, entity, project } = found;
    const what = project === null ? `the team ${entity.name}` : `${entity.name}/${project.name}`;
    const path = `${pagePath(entity.name)}?tab=requests`;
    return {
      kind: 'access-request',
      to: await accounts.listDeciders(entity),
      by: user.id,
      subject: { kind: 'guarded', guard: DECIDERS, id: String(entity.id) },
      project: null,
      title: `${user.username} asks for access to ${what}`,
      body: row.message.slice(0, MAX_TEXT),
      path,
      eventKey: `access-request ${id}`,
      group: { key: `access-request ${entity.id}`, path },
    };
  }

  async function answerEvent(id: number): Told {
    const found = await readRequest(id);
    if (found === null || found.row.was_granted !== 1) return null;
    const { row, user, entity, project } = found;
    return {
      kind: 'access-request',
      to: [user.id],
      by: row.decided_by as UserId | null,
      subject:
        project === null ? { kind: 'entity', id: entity.id } : { kind: 'project', id: project.id },
      project: null,
      title:
        project === null
          ? `You are in the team ${entity.name} now`
          : `You may see ${entity.name}/${project.name} now`,
      body: 'Your request for access was granted.',
      path: pagePath(entity.name, ...(project === null ? [] : [project.name])),
      eventKey: `access-answer ${id}`,
    };
  }

  async function invitationEvent(id: number): Told {
    const row = await db
      .selectFrom('invitations')
      .select(['entity_id', 'email', 'created_by'])
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) return null;
    const [team, by, invited] = await Promise.all([
      accounts.getEntity(row.entity_id as EntityId),
      accounts.getUser(row.created_by as UserId),
      accounts.findUserByEmail(row.email),
    ]);
    if (team === null || invited === null) return null;
    return {
      kind: 'invitation',
      to: [invited.id],
      by: row.created_by as UserId,
      subject: { kind: 'guarded', guard: INVITED, id: String(id) },
      project: null,
      title: `${by?.username ?? 'A former member'} invites you to the team ${team.name}`,
      body: '',
      path: pagePath('invitations', `own-${id}`),
      eventKey: `invitation ${id}`,
      hasLetter: true,
    };
  }

  return {
    'access-request': requestEvent,
    'access-answer': answerEvent,
    invitation: invitationEvent,
  };
}

/** What somebody is told who is in a team now because they were asked into it by name. */
export async function memberAdded(
  accounts: Pick<Accounts, 'getUser'>,
  { user, team, by }: MemberAdded,
  at: number,
): Promise<NotableEvent> {
  const inviter = await accounts.getUser(by);
  return {
    kind: 'invitation',
    to: [user],
    by,
    subject: { kind: 'entity', id: team.id },
    project: null,
    title: `${inviter?.username ?? 'Somebody'} added you to the team ${team.name}`,
    body: '',
    path: pagePath(team.name),
    eventKey: `member-added ${team.id} ${at}`,
  };
}

/** Who may be told of requests and invitations now. */
export function accessGuards(
  accounts: Pick<Accounts, 'may' | 'readInvitation'>,
): Readonly<Record<string, Guard>> {
  return {
    [DECIDERS]: (actor, id) =>
      accounts.may(actor, 'members', { kind: 'entity', entityId: Number(id) as EntityId }),
    [INVITED]: async (actor, id) => {
      const offer = await accounts.readInvitation(actor, `own-${id}`).catch(nullIfClosed);
      return offer !== null;
    },
  };
}

function nullIfClosed(error: unknown): null {
  if (error instanceof RunloomError && ['not_found', 'gone'].includes(error.code)) return null;
  throw error;
}
