import { Button } from '../../../components/button.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useDeadLetters } from '../../../data/dead-letters.ts';
import { useShownRun } from '../run-context.ts';
import styles from './overview.module.css';

/** Lines that could not be read: never dropped in silence. */
export function DeadLetterPanel() {
  const { entity, project, name, run } = useShownRun();
  const query = useDeadLetters(entity, project, name, run.deadLetterCount);
  return (
    <Panel title="Unreadable lines" count={formatCount(run.deadLetterCount)} isFlush>
      <p className={styles.warning}>
        {formatPlural(run.deadLetterCount, 'line')} of this run could not be read. The rest is
        complete; these are kept as they came.
      </p>
      {query.isPending ? <Skeleton /> : null}
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.letters ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={styles.letters} tabIndex={0} aria-label="Table of unreadable lines">
          <Table label="Unreadable lines">
            <thead>
              <tr>
                <HeadCell width="28%">File and line</HeadCell>
                <HeadCell width="30%">Reason</HeadCell>
                <HeadCell>Line</HeadCell>
              </tr>
            </thead>
            <tbody>
              {query.letters.map((letter) => (
                <Row key={`${letter.file}:${letter.line}:${letter.createdAt}`}>
                  <Cell>
                    <Truncated text={`${letter.file}:${letter.line}`} />
                  </Cell>
                  <Cell isMuted>
                    <Truncated text={letter.reason} />
                  </Cell>
                  <Cell className={styles.raw}>
                    <Truncated text={letter.raw} />
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
          {query.hasNextPage ? (
            <Button
              className={styles.more}
              isBusy={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              Show more ({formatCount(run.deadLetterCount - query.letters.length)} left)
            </Button>
          ) : null}
        </section>
      ) : null}
    </Panel>
  );
}
