import {
  type Accounts,
  type EntityId,
  sessionActor,
  type UserActor,
  type UserId,
} from '../accounts/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import type { Guard, Notification, Subject } from './types.ts';

/** Whether people may still be told: rights are looked at when something is told, shown and sent. */
export type Visibility = ReturnType<typeof createVisibility>;

export function createVisibility(deps: {
  accounts: Pick<Accounts, 'may' | 'getUser'>;
  projects: Pick<Projects, 'findById' | 'findByIds'>;
}) {
  const { accounts, projects } = deps;
  const guards = new Map<string, Guard>();

  const mayRead = (actor: UserActor, project: Project): Promise<boolean> =>
    accounts.may(actor, 'read', { kind: 'project', project });

  async function maySee(actor: UserActor, subject: Subject): Promise<boolean> {
    switch (subject.kind) {
      case 'everyone':
        return true;
      case 'project': {
        const project = await projects.findById(subject.id);
        return project !== null && mayRead(actor, project);
      }
      case 'entity':
        return accounts.may(actor, 'read', { kind: 'entity', entityId: subject.id as EntityId });
      case 'guarded':
        return (await guards.get(subject.guard)?.(actor, subject.id)) ?? false;
    }
  }

  return {
    guard(name: string, mayStillSee: Guard): void {
      if (guards.has(name)) throw new Error(`Two rooms say who may see what is called ${name}`);
      guards.set(name, mayStillSee);
    },

    maySee,
    mayRead,

    /** The person as they act on the pages; null for who is gone, and for programs. */
    async actorOf(userId: UserId): Promise<UserActor | null> {
      const user = await accounts.getUser(userId);
      return user === null || user.serviceOf !== null ? null : sessionActor(user);
    },

    /** Those that the person may see now. */
    async seen(
      actor: UserActor,
      notifications: readonly Notification[],
    ): Promise<readonly Notification[]> {
      const ids = notifications.flatMap(({ subject }) =>
        subject.kind === 'project' ? [subject.id] : [],
      );
      const found = await projects.findByIds([...new Set(ids)]);
      const look = async (subject: Subject): Promise<boolean> => {
        if (subject.kind !== 'project') return maySee(actor, subject);
        const project = found.get(subject.id);
        return project !== undefined && mayRead(actor, project);
      };
      const known = new Map<string, Promise<boolean>>();
      const seen: Notification[] = [];
      for (const notification of notifications) {
        const key = JSON.stringify(notification.subject);
        const answer = known.get(key) ?? look(notification.subject);
        known.set(key, answer);
        if (await answer) seen.push(notification);
      }
      return seen;
    },
  };
}
