import { reportIdOf } from '@runloom/model';
import type { Accounts } from '../../domains/accounts/index.ts';
import type { Audit } from '../../domains/audit/index.ts';
import type { ReportEdit } from '../../domains/reports/index.ts';

/**
 * Typing in a report is no request that could be logged: what an author did between two versions is one
 * entry, with the digest by which the version's document is kept.
 */
export function recordReportEdits(deps: {
  audit: Pick<Audit, 'record'>;
  accounts: Pick<Accounts, 'getUser' | 'getEntity' | 'getOrganization'>;
}): (edit: ReportEdit) => Promise<void> {
  const { audit, accounts } = deps;
  return async ({ report, project, author, changeCount, from, to, digest }) => {
    const [user, entity] = await Promise.all([
      accounts.getUser(author),
      accounts.getEntity(project.entityId),
    ]);
    const organizationId = entity?.organizationId ?? null;
    const organization =
      organizationId === null ? null : await accounts.getOrganization(organizationId);
    await audit.record({
      actor: { name: user?.username ?? null, id: author, via: 'session', key: null },
      address: null,
      action: 'report:edit',
      resource: { kind: 'report', name: reportIdOf(report.id) },
      organization: organization?.name ?? null,
      outcome: 'done',
      request: null,
      details: {
        project: `${project.entityName}/${project.name}`,
        title: report.title,
        changes: changeCount,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        digest,
      },
    });
  };
}
