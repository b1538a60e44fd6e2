import type { ReactNodeViewProps } from '@tiptap/react';
import { Scale } from 'lucide-react';
import { shownText } from '../../../components/shown-text.ts';
import { useComparison } from '../../../data/evaluations.ts';
import { joinTexts } from '../../../panels/view/list-text.ts';
import { atomBlock } from '../editor/atom-block.ts';
import { placeOf } from '../place-of.ts';
import styles from './card.module.css';
import { Card, CardHead, CardState } from './card.tsx';
import { EvaluationFigures } from './evaluation-figures.tsx';

function EvaluationsView({ node, selected }: ReactNodeViewProps) {
  const project = String(node.attrs['project']);
  const evaluations = node.attrs['evaluations'] as readonly string[];
  return (
    <Card
      block={node.attrs['block'] as string | null}
      label="Comparison of evaluations"
      isSelected={selected}
    >
      <Comparison path={project} ids={evaluations} />
    </Card>
  );
}

export function Comparison({
  path,
  ids,
}: {
  readonly path: string;
  readonly ids: readonly string[];
}) {
  const { entity, project } = placeOf(path);
  const { data, error, refetch } = useComparison({ entity, project }, ids);
  if (ids.length === 0) return <p className={styles.gone}>No evaluations are chosen.</p>;
  if (data === undefined) {
    return <CardState error={error} path={path} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <CardHead
        kind="Evaluations"
        icon={<Scale aria-hidden />}
        name={data.evaluations.map(({ name }) => name).join(' · ')}
        link={{
          to: '/$entity/$project/weave/compare-evaluations',
          params: { entity, project },
          search: { ids: joinTexts(ids) },
        }}
      />
      {data.warnings.map(({ kind, message }) => (
        <p key={kind} className={styles.warning}>
          {shownText(message)}
        </p>
      ))}
      <EvaluationFigures comparison={data} />
    </>
  );
}

export const EvaluationsBlock = atomBlock('evaluationComparison', EvaluationsView);
