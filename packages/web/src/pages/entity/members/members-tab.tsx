import { PageError } from '../../../app/page-error.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useSession } from '../../../data/session.ts';
import { useTeam } from '../../../data/teams.ts';
import { InvitationList } from './invitation-list.tsx';
import { InviteForm } from './invite-form.tsx';
import { MemberTable } from './member-table.tsx';
import styles from './members.module.css';
import { ServiceAccounts } from './service-accounts.tsx';

/** Who belongs to a team, who was asked, and the accounts of its programs. */
export function MembersTab({ team: name }: { readonly team: string }) {
  const team = useTeam(name);
  const { data: session } = useSession();
  if (team.isPending) return <Skeleton lines={5} />;
  if (team.isError) return <PageError error={team.error} onRetry={() => void team.refetch()} />;
  const { canManageMembers } = team.data;
  return (
    <div className={styles.stack}>
      {canManageMembers ? <InviteForm team={team.data} /> : null}
      <MemberTable team={team.data} reader={session?.user?.username ?? null} />
      {canManageMembers && team.data.invitations.length > 0 ? (
        <InvitationList team={team.data} />
      ) : null}
      {canManageMembers ? <ServiceAccounts team={team.data} /> : null}
    </div>
  );
}
