import type { LeaderboardView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { PageWaiting } from '../../../app/page-waiting.tsx';
import page from '../../../app/shell/page.module.css';
import { useTitle } from '../../../app/title.ts';
import { classNames } from '../../../components/class-names.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useLeaderboard } from '../../../data/evaluations.ts';
import { useLiveProject } from '../../../data/live.ts';
import { EvaluationsNav } from '../evaluations-nav.tsx';
import { EstimateText } from '../shared/estimate-text.tsx';
import { SubjectLink } from '../shared/subject-link.tsx';
import styles from './leaderboards.module.css';
import { rankedRows, rankText } from './ranks.ts';

const route = getRouteApi('/$entity/$project/weave/leaderboards/$leaderboard');

/** Models ranked by their scores; what can't be told apart shares its ranks. */
export function LeaderboardPage() {
  const { entity, project, leaderboard } = route.useParams();
  const query = useLeaderboard({ entity, project }, leaderboard);
  useTitle(query.data?.title ?? leaderboard, project, entity);
  useLiveProject(entity, project);
  if (query.data === undefined) return <PageWaiting queries={[query]} />;
  const { title, description, columns, rows } = query.data;
  return (
    <div className={classNames(page.page, page.wide)}>
      <div className={page.head}>
        <EvaluationsNav entity={entity} project={project} />
        <h1 className={page.title}>
          <Truncated text={title} />
        </h1>
      </div>
      {description === null || description === '' ? null : <p>{description}</p>}
      {rows.length === 0 || columns.length === 0 ? (
        <EmptyState title="Nothing to rank yet">
          No model has been evaluated by what this leaderboard names.
        </EmptyState>
      ) : (
        <Ranks entity={entity} project={project} leaderboard={query.data} />
      )}
    </div>
  );
}

function Ranks({
  entity,
  project,
  leaderboard: { columns, rows },
}: {
  readonly entity: string;
  readonly project: string;
  readonly leaderboard: LeaderboardView;
}) {
  const [sorted, setSorted] = useState(0);
  const place = { entity, project };
  return (
    <Panel title="Ranks" isFlush>
      <ScrollRegion className={styles.scroller}>
        <Table label="Leaderboard" style={{ minWidth: 260 + columns.length * 200 }}>
          <thead>
            <tr>
              <HeadCell width="240px">Model</HeadCell>
              {columns.map(({ key, title, direction, evaluation }, index) => (
                <HeadCell
                  key={`${evaluation.ref} ${key}`}
                  direction={index === sorted ? 'ascending' : null}
                  onSort={() => setSorted(index)}
                >
                  <span className={styles.columnTitle} title={evaluation.name}>
                    <Truncated text={title} />
                    {direction === 'lower' ? (
                      <span className={styles.direction}>(lower is better)</span>
                    ) : null}
                  </span>
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {rankedRows(rows, sorted).map((row) => (
              <Row key={row.model.ref}>
                <Cell>
                  <span className={styles.model}>
                    <SubjectLink {...place} subject={row.model} title={row.title} />
                  </span>
                </Cell>
                {columns.map(({ key, kind, evaluation }, index) => {
                  const cell = row.cells[index] ?? null;
                  return (
                    <Cell key={`${evaluation.ref} ${key}`}>
                      {cell === null ? (
                        '–'
                      ) : (
                        <Link
                          to="/$entity/$project/weave/evaluations/$evaluation"
                          params={{ ...place, evaluation: cell.evaluationId }}
                          className={styles.cell}
                        >
                          <span
                            className={styles.rank}
                            data-first={cell.bestRank === 1 || undefined}
                            title={
                              cell.bestRank === cell.worstRank
                                ? undefined
                                : 'Can’t be told apart from the others of these ranks'
                            }
                          >
                            {rankText(cell)}
                          </span>
                          <EstimateText
                            kind={kind}
                            value={cell.mean}
                            low={cell.low}
                            high={cell.high}
                            count={cell.count}
                          />
                        </Link>
                      )}
                    </Cell>
                  );
                })}
              </Row>
            ))}
          </tbody>
        </Table>
      </ScrollRegion>
    </Panel>
  );
}
