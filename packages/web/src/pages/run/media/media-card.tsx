import type { ArtifactTable, MediaKey, MediaValues } from '@runloom/model';
import { useMemo } from 'react';
import { ArtifactReferenceLink } from '../../../components/artifact-reference/artifact-reference-link.tsx';
import { readReference } from '../../../components/artifact-reference/read-reference.ts';
import { classNames } from '../../../components/class-names.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { HistogramView } from '../../../components/media/heat-map/histogram-view.tsx';
import { ImagesView } from '../../../components/media/images-view.tsx';
import { MediaItemView } from '../../../components/media/media-item.tsx';
import { type MediaKind, wordsForType } from '../../../components/media/media-kind.ts';
import { isObject, mediaItems, tableValues } from '../../../components/media/media-value.ts';
import { indexAtOrBefore } from '../../../components/media/step-position.ts';
import { stepsOfValue } from '../../../components/media/use-table-at.ts';
import { Panel } from '../../../components/panel.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import type { RunAddress } from '../../../data/files.ts';
import { useMediaValues } from '../../../data/media.ts';
import styles from './media.module.css';
import { ArtifactTableView } from './table/artifact-table-view.tsx';
import { TableView } from './table/table-view.tsx';

/** Increments of a table each stand in an artifact of their own. */
const MOST_REFERENCES = 3;

interface CardProps {
  readonly address: RunAddress;
  readonly entry: MediaKey;
  readonly kind: MediaKind;
  /** Steps that hold the key; undefined while they are loaded. */
  readonly steps: readonly number[] | undefined;
  /** The step that the page shows: the last value at or before it is taken. */
  readonly step: number | undefined;
  /** Steps that stand before it, to be compared. */
  readonly pins: readonly number[];
  /** The tables of the run, which can be joined. */
  readonly tables: readonly MediaKey[];
}

/** What one key holds at the step. */
export function MediaCard({ address, entry, kind, steps, step, pins, tables }: CardProps) {
  if (kind === 'histogram') {
    return (
      <Panel title={entry.key} isFlush controls={<StepCount steps={steps} />}>
        {steps === undefined ? (
          <Loading name={entry.key} />
        ) : (
          <HistogramView address={address} name={entry.key} steps={steps} />
        )}
      </Panel>
    );
  }
  const at = steps?.[indexAtOrBefore(steps, step ?? Number.NaN)];
  const compared = at === undefined ? [] : comparedSteps(kind, steps ?? [], pins, at);
  const card = (
    <Panel
      title={entry.key}
      count={at === undefined ? '' : `step ${formatCount(at)}`}
      isFlush
      controls={<StepCount steps={steps} />}
    >
      {steps === undefined ? (
        <Loading name={entry.key} />
      ) : at === undefined ? (
        <p className={styles.none}>Nothing at or before this step.</p>
      ) : (
        <div className={compared.length > 1 ? styles.compared : undefined}>
          {compared.map((one, index) => (
            // The place stays when the step changes: what is there goes on until the next is loaded.
            <section key={index} aria-label={`Step ${formatCount(one)}`} className={styles.side}>
              {compared.length > 1 ? <h3>Step {formatCount(one)}</h3> : null}
              <ValueAt
                address={address}
                entry={entry}
                kind={kind}
                steps={steps}
                step={one}
                tables={tables}
              />
              <ValueReferences address={address} entry={entry} steps={steps} step={one} />
            </section>
          ))}
        </div>
      )}
    </Panel>
  );
  return kind === 'table' || compared.length > 1 ? <div className={styles.wide}>{card}</div> : card;
}

/**
 * The steps to show beside each other, the page's own last. A pin shows the last value at or before
 * it, as the page's step does; tables, which are wide and can be joined, are shown at one step.
 */
function comparedSteps(
  kind: MediaKind,
  steps: readonly number[],
  pins: readonly number[],
  at: number,
): readonly number[] {
  if (kind === 'table') return [at];
  const pinned = pins.map((pin) => steps[indexAtOrBefore(steps, pin)]);
  return [...new Set(pinned.filter((step) => step !== undefined && step !== at)), at].filter(
    (step) => step !== undefined,
  );
}

function StepCount({ steps }: { readonly steps: readonly number[] | undefined }) {
  if (steps === undefined) return null;
  return <span className={styles.count}>{formatPlural(steps.length, 'step')}</span>;
}

function Loading({ name }: { readonly name: string }) {
  return (
    <div className={styles.pending}>
      <Skeleton lines={4} label={`Loading ${name}`} />
    </div>
  );
}

function ValueAt({
  address,
  entry,
  kind,
  steps,
  step,
  tables,
}: {
  readonly address: RunAddress;
  readonly entry: MediaKey;
  readonly kind: MediaKind;
  readonly steps: readonly number[];
  readonly step: number;
  readonly tables: readonly MediaKey[];
}) {
  const asked = useMemo(() => stepsOfValue(entry, steps, step), [entry, steps, step]);
  const query = useMediaValues(address, entry.key, asked);
  const { data } = query;
  const files = useMemo(() => new Map(data?.files.map((file) => [file.name, file])), [data]);
  const items = useMemo(() => data?.values.flatMap(({ value }) => mediaItems(value)), [data]);
  if (items === undefined) {
    if (query.isPending) {
      return <Loading name={entry.key} />;
    }
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const artifactTable = artifactTableOf(data);
  if (artifactTable !== undefined) {
    return (
      <ArtifactTableView
        address={address}
        name={entry.key}
        table={artifactTable}
        step={step}
        others={tables}
      />
    );
  }
  if (items.length === 0) {
    return <p className={styles.none}>{wordsForType(entry.types[0])}</p>;
  }
  if (kind === 'images') {
    return (
      <div className={query.isPlaceholderData ? styles.behind : undefined}>
        <ImagesView address={address} items={items} files={files} maskLabels={entry.maskLabels} />
      </div>
    );
  }
  if (kind === 'table') {
    return (
      <TableView
        address={address}
        name={entry.key}
        values={tableValues((data?.values ?? []).map(({ value }) => value))}
        files={files}
        step={step}
        others={tables.filter(({ key }) => key !== entry.key)}
      />
    );
  }
  return (
    <ul className={classNames(styles.items, query.isPlaceholderData && styles.behind)}>
      {items.map((item, index) => (
        <li key={`${index} ${item.path}`} className={styles.item}>
          <MediaItemView
            address={address}
            item={item}
            file={files.get(item.path)}
            kind={kind}
            type={entry.types[0]}
          />
          {item.caption === '' ? null : (
            <p className={styles.caption}>
              <Truncated text={item.caption} />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The artifacts that the values stand in, by links to their pages. */
function ValueReferences({
  address,
  entry,
  steps,
  step,
}: Pick<CardProps, 'address' | 'entry'> & {
  readonly steps: readonly number[];
  readonly step: number;
}) {
  const asked = useMemo(() => stepsOfValue(entry, steps, step), [entry, steps, step]);
  const { data } = useMediaValues(address, entry.key, asked);
  const references = new Set(data?.values.flatMap(({ value }) => readReference(value) ?? []));
  return [...references].slice(-MOST_REFERENCES).map((reference) => (
    <p key={reference} className={styles.reference}>
      <ArtifactReferenceLink reference={reference} />
    </p>
  ));
}

/** The table in an artifact that the last of the values names. */
function artifactTableOf(data: MediaValues | undefined): ArtifactTable | undefined {
  const value = data?.values.at(-1)?.value;
  if (!isObject(value)) return undefined;
  return data?.artifactTables.find(({ path }) => path === value['artifact_path']);
}
