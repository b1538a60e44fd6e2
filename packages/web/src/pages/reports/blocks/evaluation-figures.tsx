import type { ComparedMetric, EvaluationComparison } from '@runloom/model';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { HeadCell, Row, Table } from '../../../components/table.tsx';
import { EstimateText } from '../../evaluations/shared/estimate-text.tsx';
import { kindOfMetric } from '../../evaluations/shared/score-text.ts';
import styles from './card.module.css';

/** Metrics as rows, evaluations as columns, each with its interval. */
export function EvaluationFigures({
  comparison: { evaluations, metrics },
}: {
  readonly comparison: EvaluationComparison;
}) {
  return (
    <ScrollRegion className={styles.figures}>
      <Table label="Metrics of the evaluations">
        <thead>
          <tr>
            <HeadCell>Metric</HeadCell>
            {evaluations.map(({ id, name }) => (
              <HeadCell key={id} align="end">
                <bdi>{shownText(name)}</bdi>
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => (
            <Row key={metric.key}>
              <th scope="row">
                <bdi>{shownText(metric.key)}</bdi>
              </th>
              {evaluations.map(({ id }, index) => (
                <td key={id}>
                  <Figure metric={metric} index={index} />
                </td>
              ))}
            </Row>
          ))}
        </tbody>
      </Table>
    </ScrollRegion>
  );
}

function Figure({ metric, index }: { readonly metric: ComparedMetric; readonly index: number }) {
  const estimate = metric.estimates[index];
  if (estimate == null) return '–';
  const { mean, low, high, count } = estimate;
  return (
    <EstimateText kind={kindOfMetric(metric)} value={mean} low={low} high={high} count={count} />
  );
}
