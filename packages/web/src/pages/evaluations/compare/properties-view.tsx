import type { EvaluationSubject, EvaluationView } from '@runloom/model';
import { CheckField } from '../../../components/check-field.tsx';
import { classNames } from '../../../components/class-names.ts';
import { formatPlural } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { useManyWeaveVersions, type WeaveVersionAddress } from '../../../data/weave-versions.ts';
import { EvaluationMark } from '../shared/evaluation-mark.tsx';
import { SubjectLink } from '../shared/subject-link.tsx';
import styles from './properties.module.css';
import { type PropertyRow, propertyRow, propertyRows } from './property-rows.ts';

const LONGEST = 2_000;

/** What the evaluations are made of: models with their configuration and prompts, datasets, scorers. */
export function PropertiesView({
  entity,
  project,
  evaluations,
  hasAll,
  onHasAll,
}: {
  readonly entity: string;
  readonly project: string;
  readonly evaluations: readonly EvaluationView[];
  /** All properties, and not only those that differ. */
  readonly hasAll: boolean;
  readonly onHasAll: (hasAll: boolean) => void;
}) {
  const models = useManyWeaveVersions(
    evaluations.map(({ model }) => addressOf(entity, project, model)),
  );
  const configurations = useManyWeaveVersions(
    evaluations.map(({ evaluation }) => addressOf(entity, project, evaluation)),
  );
  const rows = [
    propertyRow(
      'Model',
      '',
      evaluations.map(({ model }) => model?.ref ?? null),
    ),
    ...propertyRows(
      'Model',
      models.map(({ data }) => data?.value),
    ),
    propertyRow(
      'Dataset',
      '',
      evaluations.map(({ dataset }) => dataset?.ref ?? null),
    ),
    propertyRow(
      'Scorers',
      '',
      evaluations.map(({ scorers }) => scorers.map(({ ref }) => ref).join('\n')),
    ),
    ...propertyRows(
      'Evaluation',
      configurations.map(({ data }) => data?.value),
    ),
  ];
  const shown = hasAll ? rows : rows.filter(({ isDifferent }) => isDifferent);
  const isPending = [...models, ...configurations].some(({ isLoading }) => isLoading);
  return (
    <Panel
      title="Properties"
      count={isPending ? 'loading' : formatPlural(shown.length, 'property', 'properties')}
      isFlush
      controls={
        <CheckField
          label="Only what differs"
          isChecked={!hasAll}
          onChange={(isOnly) => onHasAll(!isOnly)}
        />
      }
    >
      {shown.length === 0 ? (
        <p className={styles.none}>
          {isPending ? 'Loading…' : 'These evaluations differ in none of their properties.'}
        </p>
      ) : (
        <ScrollRegion className={styles.scroller}>
          <table className={styles.table} aria-label="Properties">
            <thead>
              <tr>
                <th scope="col">Property</th>
                {evaluations.map(({ id, name }, index) => (
                  <th key={id} scope="col" title={name}>
                    <EvaluationMark index={index} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr
                  key={`${row.part} ${row.path}`}
                  className={classNames(row.isDifferent && styles.differs)}
                >
                  <th scope="row">
                    <span className={styles.part}>{row.part}</span> <bdi>{shownText(row.path)}</bdi>
                  </th>
                  {evaluations.map((evaluation, index) => (
                    <td key={evaluation.id}>
                      <Property
                        entity={entity}
                        project={project}
                        evaluation={evaluation}
                        row={row}
                        text={row.texts[index] ?? null}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Panel>
  );
}

function Property({
  entity,
  project,
  evaluation,
  row,
  text,
}: {
  readonly entity: string;
  readonly project: string;
  readonly evaluation: EvaluationView;
  readonly row: PropertyRow;
  readonly text: string | null;
}) {
  const place = { entity, project };
  // Of a part itself, the version that was used.
  if (row.path === '' && row.part !== 'Scorers') {
    const subject = row.part === 'Model' ? evaluation.model : evaluation.dataset;
    return <SubjectLink {...place} subject={subject} />;
  }
  if (row.path === '') {
    return (
      <ul className={styles.scorers}>
        {evaluation.scorers.map((scorer) => (
          <li key={scorer.ref}>
            <SubjectLink {...place} subject={scorer} />
          </li>
        ))}
      </ul>
    );
  }
  if (text === null) return <span className={styles.absent}>–</span>;
  return <span className={styles.text}>{shownText(text.slice(0, LONGEST))}</span>;
}

/** Objects have a value with members; ops are code. */
function addressOf(
  entity: string,
  project: string,
  subject: EvaluationSubject | null,
): WeaveVersionAddress | null {
  if (subject?.kind !== 'object' || subject.digest === null) return null;
  return { entity, project, kind: 'object', name: subject.name, version: subject.digest };
}
