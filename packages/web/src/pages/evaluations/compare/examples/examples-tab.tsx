import type { EvaluationView } from '@runloom/model';
import { useEffect, useMemo } from 'react';
import { ErrorState, messageOf } from '../../../../components/error-state.tsx';
import { Skeleton } from '../../../../components/skeleton.tsx';
import { useExamples } from '../../../../data/evaluations.ts';
import { joinTexts, splitTexts } from '../../../../panels/view/list-text.ts';
import type { CompareState } from '../compare-state.ts';
import { parseWhenIdle } from './examples.ts';
import { ExamplesView } from './examples-view.tsx';
import { readOutline } from './read-outline.ts';

/** Reads the examples of evaluations, once for all sorting and filtering. */
export function ExamplesTab({
  entity,
  project,
  evaluations,
  state,
  onChange,
}: {
  readonly entity: string;
  readonly project: string;
  readonly evaluations: readonly Pick<EvaluationView, 'id' | 'name'>[];
  readonly state: CompareState;
  readonly onChange: (part: Partial<CompareState>) => void;
}) {
  const query = useExamples({ entity, project }, state.ids);
  const turned = joinTexts(state.turned);
  const examples = useMemo(
    () => (query.data === undefined ? null : readOutline(query.data, splitTexts(turned))),
    [query.data, turned],
  );
  useEffect(
    () => (examples !== null && query.isWhole ? parseWhenIdle(examples) : undefined),
    [examples, query.isWhole],
  );
  if (examples === null) {
    if (query.isPending) return <Skeleton lines={12} height={20} label="Loading examples" />;
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <ExamplesView
      entity={entity}
      project={project}
      examples={examples}
      textsNote={query.isWhole ? null : textsNote(query.textsError)}
      names={evaluations.map(({ name }) => name)}
      state={state}
      onChange={onChange}
    />
  );
}

/** Why inputs and outputs are not there yet. */
const textsNote = (error: Error | null): string =>
  error === null
    ? 'Reading inputs and outputs…'
    : `Inputs and outputs could not be read: ${messageOf(error)}`;
