import type { EvaluationView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Waypoints } from 'lucide-react';
import type { ReactNode } from 'react';
import { PageWaiting } from '../../../app/page-waiting.tsx';
import layout from '../../../app/shell/full-page.module.css';
import { useTitle } from '../../../app/title.ts';
import { buttonClass } from '../../../components/button.tsx';
import { formatCount } from '../../../components/format.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useEvaluation, useFollowedEvaluations } from '../../../data/evaluations.ts';
import { useLiveProject } from '../../../data/live.ts';
import { formatCost, formatLatency } from '../../traces/format.ts';
import { readCompareState, writeCompareState } from '../compare/compare-state.ts';
import { ExamplesTab } from '../compare/examples/examples-tab.tsx';
import { EvaluationStatusBadge } from '../shared/status.tsx';
import { SubjectLink } from '../shared/subject-link.tsx';
import styles from './one.module.css';
import { RunProgress } from './run-progress.tsx';
import { ScoresTable } from './scores-table.tsx';

const route = getRouteApi('/$entity/$project/weave/evaluations/$evaluation');

/** One evaluation: its scores with intervals, what it used, and every example. */
export function EvaluationPage() {
  const { entity, project, evaluation: id } = route.useParams();
  const query = useEvaluation({ entity, project }, id);
  useTitle(query.data?.name ?? 'Evaluation', project, entity);
  useLiveProject(entity, project);
  useFollowedEvaluations({ entity, project }, query.data?.status === 'running');
  if (query.data === undefined) return <PageWaiting queries={[query]} />;
  return <Evaluation entity={entity} project={project} evaluation={query.data} />;
}

function Evaluation({
  entity,
  project,
  evaluation,
}: {
  readonly entity: string;
  readonly project: string;
  readonly evaluation: EvaluationView;
}) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const state = { ...readCompareState(search), ids: [evaluation.id] };
  return (
    <div className={layout.page}>
      <Head entity={entity} project={project} evaluation={evaluation} />
      <RunProgress place={{ entity, project }} evaluation={evaluation.id} />
      <ScoresTable scores={evaluation.scores} uncounted={evaluation.uncounted} />
      <ExamplesTab
        entity={entity}
        project={project}
        evaluations={[evaluation]}
        state={state}
        onChange={(part) =>
          void navigate({
            // The address of the page says which evaluation it is.
            search: () => writeCompareState({ ...state, ...part, ids: [] }),
            replace: true,
          })
        }
      />
    </div>
  );
}

function Head({
  entity,
  project,
  evaluation,
}: {
  readonly entity: string;
  readonly project: string;
  readonly evaluation: EvaluationView;
}) {
  const place = { entity, project };
  const { id, name, status, exampleCount, expectedCount, errorCount } = evaluation;
  const { latency, tokens, cost, user } = evaluation;
  return (
    <header className={styles.head}>
      <div className={styles.titleLine}>
        <h1 className={styles.title}>
          <Truncated text={name} />
        </h1>
        <EvaluationStatusBadge status={status} done={exampleCount} expected={expectedCount} />
        <span className={layout.spacer} />
        <Link
          to="/$entity/$project/weave/calls/$call"
          params={{ ...place, call: id }}
          className={buttonClass()}
        >
          <Waypoints aria-hidden size={14} />
          Trace
        </Link>
      </div>
      <dl className={styles.facts}>
        <Fact title="Evaluation">
          <SubjectLink {...place} subject={evaluation.evaluation} />
        </Fact>
        <Fact title="Model">
          <SubjectLink {...place} subject={evaluation.model} />
        </Fact>
        <Fact title="Dataset">
          <SubjectLink {...place} subject={evaluation.dataset} />
        </Fact>
        {evaluation.scorers.length === 0 ? null : (
          <Fact title="Scorers">
            {evaluation.scorers.map((scorer) => (
              <SubjectLink key={scorer.ref} {...place} subject={scorer} />
            ))}
          </Fact>
        )}
        <Fact title="Examples">{formatCount(exampleCount)}</Fact>
        {evaluation.trialCount > exampleCount ? (
          <Fact title="Trials">{formatCount(evaluation.trialCount)}</Fact>
        ) : null}
        <Fact title="Failed">{formatCount(errorCount)}</Fact>
        {latency === null ? null : (
          <Fact title="Latency">{formatLatency(latency.mean * 1_000)}</Fact>
        )}
        {tokens === null ? null : <Fact title="Tokens">{formatCount(tokens)}</Fact>}
        {cost === null ? null : <Fact title="Cost">{formatCost(cost)}</Fact>}
        <Fact title="Started">
          <TimeAgo at={evaluation.startedAt} />
        </Fact>
        {user === null ? null : (
          <Fact title="By">
            <Truncated text={user} />
          </Fact>
        )}
      </dl>
    </header>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
