import { ErrorState } from '../../components/error-state.tsx';
import { Cell, HeadCell, Row, Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useOwnRequests } from '../../data/teams.ts';
import styles from './api-keys-section.module.css';
import { Section } from './section.tsx';

const STATES = { waiting: 'Waiting', granted: 'You are in', ended: 'Not answered' } as const;

/** What the reader asked to be let into; nothing when they asked for nothing. */
export function RequestsSection() {
  const requests = useOwnRequests();
  if (requests.isError) return <ErrorState error={requests.error} />;
  if (requests.data === undefined || requests.data.length === 0) return null;
  return (
    <Section
      title="Access you asked for"
      description="A request waits for 30 days. Whether there is anything at an address is told only to who is let in."
    >
      <div className={styles.frame}>
        <Table label="Access you asked for">
          <thead>
            <tr>
              <HeadCell>Address</HeadCell>
              <HeadCell width="22%">Asked</HeadCell>
              <HeadCell width="22%">Answer</HeadCell>
            </tr>
          </thead>
          <tbody>
            {requests.data.map(({ id, entity, project, createdAt, state }) => (
              <Row key={id}>
                <Cell>
                  <Truncated text={project === null ? entity : `${entity}/${project}`} />
                </Cell>
                <Cell isMuted>
                  <TimeAgo at={createdAt} />
                </Cell>
                <Cell isMuted>{STATES[state]}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
    </Section>
  );
}
