import { RunloomError } from '../../platform/errors.ts';
import { type Accounts, type Actor, authorOf, missingFor, signInFirst } from '../accounts/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import type { ReportStore } from './store.ts';
import type { FoundReport, Report, ReportId, ReportRights } from './types.ts';

/** How an actor stands to the project of a report. */
export interface Standing {
  readonly read: boolean;
  readonly write: boolean;
  readonly manage: boolean;
  /** Belongs to the organization that the project's team is in. */
  readonly isInOrganization: boolean;
}

/** Rights in one report; null when it may not be seen. */
export function rightsIn(
  report: Pick<Report, 'visibility' | 'isDraft' | 'createdBy'>,
  actor: Actor,
  standing: Standing,
): ReportRights | null {
  const isOwn = actor.kind === 'user' && authorOf(actor) === report.createdBy && standing.read;
  const isInAudience = {
    private: isOwn || standing.manage,
    project: standing.read,
    organization: standing.read || standing.isInOrganization,
    public: true,
  }[report.visibility];
  const seesDrafts = isOwn || standing.write;
  if (!isInAudience || (report.isDraft && !seesDrafts)) return null;
  return {
    write: standing.write,
    comment: actor.kind === 'user' && (standing.read || standing.isInOrganization),
    manage: standing.manage || (isOwn && standing.write),
  };
}

export interface Access {
  standingIn(actor: Actor, project: Project): Promise<Standing>;
  /** @throws RunloomError('not_found' | 'forbidden' | 'unauthenticated') */
  find(
    actor: Actor,
    id: ReportId,
    need: 'read' | keyof ReportRights,
    what?: string,
  ): Promise<FoundReport>;
}

/** The one place that decides who may do what with a report. */
export function createAccess(deps: {
  accounts: Pick<Accounts, 'may' | 'getEntity'>;
  projects: Pick<Projects, 'findById'>;
  store: Pick<ReportStore, 'get'>;
}): Access {
  const { accounts, projects, store } = deps;

  const standingIn = async (actor: Actor, project: Project): Promise<Standing> => {
    const resource = { kind: 'project', project } as const;
    const entity = await accounts.getEntity(project.entityId);
    const organizationId = entity?.organizationId ?? null;
    const [read, write, manage, isInOrganization] = await Promise.all([
      accounts.may(actor, 'read', resource),
      accounts.may(actor, 'write', resource),
      accounts.may(actor, 'manage', resource),
      organizationId !== null &&
        accounts.may(actor, 'read', { kind: 'organization', organizationId }),
    ]);
    return { read, write, manage, isInOrganization };
  };

  return {
    standingIn,

    async find(actor, id, need, what = 'This report') {
      const report = await store.get(id);
      const project = report && (await projects.findById(report.projectId));
      const may = project && rightsIn(report, actor, await standingIn(actor, project));
      if (!may) throw missingFor(actor, what);
      if (need !== 'read' && !may[need]) {
        throw actor.kind === 'anonymous' ? signInFirst() : forbidden(need);
      }
      return { report, project, may };
    },
  };
}

const WORDS: Record<keyof ReportRights, string> = {
  write: 'You may read this report, but not write to it.',
  comment: 'You may read this report, but not comment on it.',
  manage: 'Only who made this report or manages its project may do this.',
};

const forbidden = (need: keyof ReportRights): RunloomError =>
  new RunloomError('forbidden', WORDS[need]);
