import type { TeamMemberView, TeamPage } from '@runloom/model';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Avatar } from '../../../components/avatar.tsx';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { roleChoices } from '../../../components/role-names.ts';
import { RoleSelect } from '../../../components/role-select.tsx';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useRemoveMember, useSetMemberRole } from '../../../data/teams.ts';
import styles from './members.module.css';

/** People of a team with their roles; one may always leave. */
export function MemberTable({
  team,
  reader,
}: {
  readonly team: TeamPage;
  /** User name of who looks; null for nobody. */
  readonly reader: string | null;
}) {
  const setRole = useSetMemberRole(team.name);
  const toasts = useToasts();
  const [leaving, setLeaving] = useState<TeamMemberView | null>(null);
  const people = team.members.filter(({ isService }) => !isService);
  const choices = roleChoices(team.roles);
  const change = (username: string, role: string) =>
    setRole.mutate(
      { username, role },
      {
        onSuccess: () => toasts.success('Role saved'),
        onError: (error) => toasts.failure('The role was not changed', error),
      },
    );
  return (
    <section className={styles.block} aria-labelledby="members-title">
      <h2 id="members-title">
        {people.length} {people.length === 1 ? 'member' : 'members'}
      </h2>
      <div className={styles.frame}>
        <Table label="Members">
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              {team.canManageMembers ? <HeadCell width="28%">Email</HeadCell> : null}
              <HeadCell width="280px">Role</HeadCell>
              <HeadCell width="96px">
                <span className="visually-hidden">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {people.map((member) => {
              const role = member.customRole ?? member.role;
              return (
                <Row key={member.username}>
                  <Cell>
                    <span className={styles.name}>
                      <Avatar name={member.displayName || member.username} />
                      <Link to="/$entity" params={{ entity: member.username }}>
                        <Truncated text={member.displayName || member.username} />
                      </Link>
                    </span>
                  </Cell>
                  {team.canManageMembers ? (
                    <Cell isMuted>
                      <Truncated text={member.email ?? '–'} />
                    </Cell>
                  ) : null}
                  <Cell>
                    {team.canManageMembers ? (
                      <RoleSelect
                        label={`Role of ${member.username}`}
                        value={role}
                        choices={choices}
                        disabled={setRole.isPending}
                        onChange={(next) => change(member.username, next)}
                      />
                    ) : (
                      <Truncated text={role} />
                    )}
                  </Cell>
                  <Cell align="end">
                    {member.username === reader ? (
                      <Button size="small" kind="quiet" onClick={() => setLeaving(member)}>
                        Leave
                      </Button>
                    ) : team.canManageMembers ? (
                      <Button
                        size="small"
                        kind="quiet"
                        aria-label={`Remove ${member.username}`}
                        onClick={() => setLeaving(member)}
                      >
                        Remove
                      </Button>
                    ) : null}
                  </Cell>
                </Row>
              );
            })}
          </tbody>
        </Table>
      </div>
      <LeaveDialog
        team={team.name}
        member={leaving}
        isReader={leaving?.username === reader}
        onClose={() => setLeaving(null)}
      />
    </section>
  );
}

function LeaveDialog({
  team,
  member,
  isReader,
  onClose,
}: {
  readonly team: string;
  readonly member: TeamMemberView | null;
  readonly isReader: boolean;
  readonly onClose: () => void;
}) {
  const remove = useRemoveMember(team);
  const toasts = useToasts();
  const navigate = useNavigate();
  const confirm = () => {
    if (member === null) return;
    remove.mutate(member.username, {
      onSuccess: () => {
        toasts.success(isReader ? `You left ${team}` : `${member.username} was removed`);
        onClose();
        if (isReader) void navigate({ to: '/' });
      },
      onError: (error) => {
        toasts.failure(isReader ? 'You are still in the team' : 'Nobody was removed', error);
        onClose();
      },
    });
  };
  return (
    <ConfirmDialog
      isOpen={member !== null}
      title={isReader ? `Leave ${team}?` : `Remove ${member?.username ?? ''}?`}
      confirm={isReader ? 'Leave team' : 'Remove member'}
      keep={isReader ? 'Stay' : 'Keep them'}
      isBusy={remove.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {isReader ? 'You lose' : 'They lose'} access to the team’s projects at once, open pages
        included. Runs, reports and artifacts that were made here stay with the team.
      </p>
    </ConfirmDialog>
  );
}
