import type { ExampleDetail } from '@runloom/model';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useState } from 'react';
import { Choice } from '../../../../components/choice.tsx';
import { ErrorState } from '../../../../components/error-state.tsx';
import { IconButton } from '../../../../components/icon-button.tsx';
import { ScrollRegion } from '../../../../components/scroll-region.tsx';
import { Skeleton } from '../../../../components/skeleton.tsx';
import { useExample } from '../../../../data/evaluations.ts';
import { ValueView } from '../../../traces/call/value-view.tsx';
import { letterOf } from '../../shared/evaluation-mark.tsx';
import styles from './example-drawer.module.css';
import { OutputComparison } from './output-comparison.tsx';
import { TrialTable } from './trial-table.tsx';

/** One example at the side of the list: inputs, what each evaluation made of them, scores and trials. */
export function ExampleDrawer({
  entity,
  project,
  ids,
  names,
  digest,
  place,
  onStep,
  onClose,
}: {
  readonly entity: string;
  readonly project: string;
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly digest: string;
  /** Where it stands in the list, from 1; null where the list does not have it. */
  readonly place: { readonly at: number; readonly of: number } | null;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}) {
  const query = useExample({ entity, project }, ids, digest);
  return (
    <aside className={styles.drawer} aria-label="Example">
      <header className={styles.head}>
        <h2 className={styles.title}>Example</h2>
        <span className={styles.place}>
          {place === null ? 'not in the list' : `${place.at} of ${place.of}`}
        </span>
        <IconButton
          label="Example before"
          shortcut="K"
          icon={<ArrowUp aria-hidden />}
          disabled={place === null || place.at === 1}
          onClick={() => onStep(-1)}
        />
        <IconButton
          label="Next example"
          shortcut="J"
          icon={<ArrowDown aria-hidden />}
          disabled={place === null || place.at === place.of}
          onClick={() => onStep(1)}
        />
        <IconButton label="Close" shortcut="Esc" icon={<X aria-hidden />} onClick={onClose} />
      </header>
      <ScrollRegion className={styles.body}>
        {query.data === undefined ? (
          query.isPending ? (
            <Skeleton lines={8} label="Loading the example" />
          ) : (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          )
        ) : (
          <Content entity={entity} project={project} example={query.data} names={names} />
        )}
      </ScrollRegion>
    </aside>
  );
}

function Content({
  entity,
  project,
  example,
  names,
}: {
  readonly entity: string;
  readonly project: string;
  readonly example: ExampleDetail;
  readonly names: readonly string[];
}) {
  const [trial, setTrial] = useState(0);
  const { inputs, evaluations } = example;
  const most = evaluations.reduce((count, { trials }) => Math.max(count, trials.length), 0);
  const tried = evaluations.flatMap(({ trials }, index) => {
    const shown = trials[Math.min(trial, trials.length - 1)];
    return shown === undefined ? [] : [{ index, trial: shown }];
  });
  const missing = evaluations.flatMap(({ trials }, index) =>
    trials.length === 0 ? [letterOf(index)] : [],
  );
  return (
    <>
      {missing.length === 0 ? null : (
        <p className={styles.missing}>
          {missing.join(', ')} {missing.length === 1 ? 'has' : 'have'} no trial of this example.
        </p>
      )}
      <ValueView title="Inputs" value={inputs} messages={null} />
      {most > 1 ? (
        <Choice
          className={styles.trial}
          label="Trial"
          value={String(trial)}
          choices={Array.from({ length: most }, (_, index) => [
            String(index),
            `${index + 1} of ${most}`,
          ])}
          onChange={(index) => setTrial(Number(index))}
        />
      ) : null}
      <OutputComparison
        outputs={tried.map(({ index, trial: { output } }) => ({ index, value: output }))}
        names={names}
      />
      <TrialTable
        entity={entity}
        project={project}
        evaluations={evaluations}
        names={names}
        shownTrial={trial}
      />
    </>
  );
}
