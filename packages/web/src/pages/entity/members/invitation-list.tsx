import type { TeamPage } from '@runloom/model';
import { Button } from '../../../components/button.tsx';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useResendInvitation, useWithdrawInvitation } from '../../../data/teams.ts';
import { Told } from './invite-form.tsx';
import styles from './members.module.css';

/** Who was asked into the team and has not come. */
export function InvitationList({ team }: { readonly team: TeamPage }) {
  const resend = useResendInvitation(team.name);
  const withdraw = useWithdrawInvitation(team.name);
  const toasts = useToasts();
  const failed = (error: unknown) => toasts.failure('The invitation was not changed', error);
  return (
    <section className={styles.block} aria-labelledby="invitations-title">
      <h2 id="invitations-title">Invited</h2>
      {resend.data ? <Told invited={resend.data} /> : null}
      <div className={styles.frame}>
        <Table label="Invitations">
          <thead>
            <tr>
              <HeadCell>Email</HeadCell>
              <HeadCell width="20%">Role</HeadCell>
              <HeadCell width="18%">Invited</HeadCell>
              <HeadCell width="18%">Expires</HeadCell>
              <HeadCell width="190px">
                <span className="visually-hidden">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {team.invitations.map((invitation) => (
              <Row key={invitation.id}>
                <Cell>
                  <Truncated text={invitation.email} />
                </Cell>
                <Cell isMuted>
                  <Truncated text={invitation.customRole ?? invitation.role} />
                </Cell>
                <Cell isMuted>
                  <TimeAgo at={invitation.createdAt} />
                </Cell>
                <Cell isMuted>
                  {invitation.expiresAt <= Date.now()
                    ? 'Expired'
                    : new Date(invitation.expiresAt).toLocaleDateString(undefined, {
                        dateStyle: 'medium',
                      })}
                </Cell>
                <Cell align="end">
                  <span className={styles.actions}>
                    <Button
                      size="small"
                      kind="quiet"
                      aria-label={`New link for ${invitation.email}`}
                      onClick={() => resend.mutate(invitation.id, { onError: failed })}
                    >
                      New link
                    </Button>
                    <Button
                      size="small"
                      kind="quiet"
                      aria-label={`Take back the invitation of ${invitation.email}`}
                      onClick={() =>
                        withdraw.mutate(invitation.id, {
                          onSuccess: () => toasts.success('Invitation taken back'),
                          onError: failed,
                        })
                      }
                    >
                      Take back
                    </Button>
                  </span>
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
    </section>
  );
}
