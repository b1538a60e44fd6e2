import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { roleChoices } from '../../components/role-names.ts';
import { RoleSelect } from '../../components/role-select.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useToasts } from '../../components/toast.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useAccessRequests, useDecideRequest } from '../../data/teams.ts';
import styles from './members/members.module.css';

const CHOICES = roleChoices([]);

/** Who asks to be let in. A refusal is not told: it looks as if nobody had answered. */
export function RequestsTab({ entity }: { readonly entity: string }) {
  const requests = useAccessRequests(entity, true);
  const decide = useDecideRequest(entity);
  const toasts = useToasts();
  const [roles, setRoles] = useState<Readonly<Record<number, string>>>({});
  if (requests.isPending) return <Skeleton lines={3} />;
  if (requests.isError) {
    return <ErrorState error={requests.error} onRetry={() => void requests.refetch()} />;
  }
  if (requests.data.length === 0) {
    return (
      <EmptyState icon={<Inbox aria-hidden />} title="Nobody waits for an answer">
        Whoever opens an address here that they may not see can ask for access. Their requests are
        listed for 30 days.
      </EmptyState>
    );
  }
  const answer = (id: number, role: string | null) =>
    decide.mutate(
      { id, role },
      {
        onSuccess: () => toasts.success(role === null ? 'Refused; nobody is told' : 'Access given'),
        onError: (error) => toasts.failure('The request was not answered', error),
      },
    );
  return (
    <div className={styles.stack}>
      <p className={styles.note}>
        Refusing is not told to who asked: it looks as if nobody had answered, so that nobody learns
        what is here.
      </p>
      <div className={styles.frame}>
        <Table label="Access requests">
          <thead>
            <tr>
              <HeadCell width="20%">Who</HeadCell>
              <HeadCell width="18%">For</HeadCell>
              <HeadCell>What they write</HeadCell>
              <HeadCell width="110px">Asked</HeadCell>
              <HeadCell width="190px">Role</HeadCell>
              <HeadCell width="170px">
                <span className="visually-hidden">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {requests.data.map((request) => {
              const role = roles[request.id] ?? 'viewer';
              return (
                <Row key={request.id}>
                  <Cell>
                    <Truncated text={request.displayName || request.username} />
                  </Cell>
                  <Cell isMuted>
                    <Truncated text={request.project ?? 'The team'} />
                  </Cell>
                  <Cell isMuted>
                    <Truncated text={request.message || '–'} />
                  </Cell>
                  <Cell isMuted>
                    <TimeAgo at={request.createdAt} />
                  </Cell>
                  <Cell>
                    <RoleSelect
                      label={`Role for ${request.username}`}
                      value={role}
                      choices={CHOICES}
                      onChange={(chosen) =>
                        setRoles((before) => ({ ...before, [request.id]: chosen }))
                      }
                    />
                  </Cell>
                  <Cell align="end">
                    <span className={styles.actions}>
                      <Button
                        size="small"
                        kind="quiet"
                        aria-label={`Refuse ${request.username}`}
                        disabled={decide.isPending}
                        onClick={() => answer(request.id, null)}
                      >
                        Refuse
                      </Button>
                      <Button
                        size="small"
                        kind="primary"
                        aria-label={`Let in ${request.username}`}
                        disabled={decide.isPending}
                        onClick={() => answer(request.id, role)}
                      >
                        Let in
                      </Button>
                    </span>
                  </Cell>
                </Row>
              );
            })}
          </tbody>
        </Table>
      </div>
    </div>
  );
}
