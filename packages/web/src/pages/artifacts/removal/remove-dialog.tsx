import { type ArtifactConsequences, pagePath } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatBytes, formatCount, formatPlural } from '../../../components/format.ts';
import { Skeleton } from '../../../components/skeleton.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { type ArtifactAddress, useConsequences } from '../../../data/artifacts.ts';
import styles from './remove-dialog.module.css';

const MOST_ALIASES = 12;

/** Asks before versions go to the trash, and says what comes of it. */
export function RemoveDialog({
  address,
  versions,
  isPortfolio,
  isOpen,
  isBusy,
  onClose,
  onConfirm,
}: {
  readonly address: ArtifactAddress;
  /** Null for the collection with all of them. */
  readonly versions: readonly string[] | null;
  readonly isPortfolio: boolean;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}) {
  const { data, error, refetch } = useConsequences(address, versions, isOpen && !isPortfolio);
  const what =
    versions === null
      ? `${address.artifact} and all its versions`
      : versions.length === 1
        ? `${address.artifact}:${versions[0]}`
        : formatPlural(versions.length, 'version');
  const verb = isPortfolio && versions !== null ? 'Take out' : 'Delete';
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={`${verb} ${what}?`}
      footer={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button
            kind="danger"
            isBusy={isBusy}
            disabled={!isPortfolio && data === undefined}
            onClick={onConfirm}
          >
            {isPortfolio && versions !== null ? 'Take out' : 'Move to the trash'}
          </Button>
        </>
      }
    >
      {isPortfolio ? (
        <p>
          Only the {versions === null ? 'links and their aliases go' : 'link and its aliases go'}:
          versions stay in the artifacts they were made in.
        </p>
      ) : error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={5} label="Working out what would come of it" />
      ) : (
        <Consequences told={data} />
      )}
    </Dialog>
  );
}

function Consequences({ told }: { readonly told: ArtifactConsequences }) {
  const { freedBytes, sizeBytes, files, aliases, dependents, dependentCount } = told;
  // The same alias may stand in a registry, too.
  const names = [
    ...new Set(
      aliases.map(({ version, alias }) => (version === '' ? alias : `${alias} (${version})`)),
    ),
  ];
  return (
    <div className={styles.told}>
      <p>
        For 7 days {told.versions === 1 ? 'it' : 'they'} can be taken back from the trash. Then{' '}
        <strong>
          {told.isEstimate ? 'about ' : ''}
          {formatBytes(freedBytes)}
        </strong>{' '}
        {freedBytes === 0 ? 'are freed' : 'leave the disk'}: {formatPlural(files, 'file')} that
        nothing else holds, of {formatBytes(sizeBytes)} in {formatPlural(told.versions, 'version')}.
      </p>
      {names.length === 0 ? null : (
        <p>
          {formatPlural(names.length, 'alias', 'aliases')} {names.length === 1 ? 'goes' : 'go'} with{' '}
          {told.versions === 1 ? 'it' : 'them'}:{' '}
          <bdi className={styles.names}>
            {names.slice(0, MOST_ALIASES).join(', ')}
            {names.length > MOST_ALIASES ? ', …' : ''}
          </bdi>
        </p>
      )}
      {dependentCount + told.hiddenDependentCount === 0 ? (
        <p>No run used it, nothing refers to it, and it is linked nowhere.</p>
      ) : (
        <section className={styles.warned} aria-label="What came of it">
          <p>
            {told.isCut ? 'At least ' : ''}
            {formatPlural(dependentCount + told.hiddenDependentCount, 'thing')} came of it. Their
            lineage will end here:
          </p>
          <ul className={styles.list}>
            {dependents.map(({ kind, relation, name, entity, project, path }) => (
              <li key={`${kind} ${entity} ${project} ${path.join('/')}`}>
                <span className={styles.kind}>{relationText(kind, relation)}</span>
                <DependentLink place={{ entity, project, path }}>
                  <Truncated text={name} />
                </DependentLink>
              </li>
            ))}
          </ul>
          {dependentCount > dependents.length ? (
            <p>and {formatCount(dependentCount - dependents.length)} more</p>
          ) : null}
          {told.hiddenDependentCount > 0 ? (
            <p>{formatCount(told.hiddenDependentCount)} of them are where you may not look.</p>
          ) : null}
        </section>
      )}
    </div>
  );
}

function DependentLink({
  place,
  children,
}: {
  readonly place: {
    readonly entity: string;
    readonly project: string;
    readonly path: readonly string[];
  };
  readonly children: ReactNode;
}) {
  const { entity, project, path } = place;
  const href = pagePath(entity, project, ...path);
  return (
    <Link to={href as '/'} target="_blank" className={styles.link}>
      {children}
    </Link>
  );
}

function relationText(kind: string, relation: string): string {
  if (kind === 'run') return 'used by';
  if (relation === 'link') return 'linked into';
  return 'files in';
}
