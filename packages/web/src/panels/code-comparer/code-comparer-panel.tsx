import type { CodeComparerSettings } from '@runloom/model';
import { useMemo } from 'react';
import { CheckField } from '../../components/check-field.tsx';
import { classNames } from '../../components/class-names.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { formatPlural } from '../../components/format.ts';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useRunCodes } from '../../data/run-code.ts';
import { type ShownRun, useBoard } from '../board/board-context.ts';
import { PanelFrame } from '../board/panel-frame.tsx';
import type { PanelProps } from '../panel-type.ts';
import styles from './code-comparer.module.css';
import { type ComparedFile, comparedFiles, fileTitle } from './code-files.ts';
import { FileComparison } from './file-comparison.tsx';

const MOST_RUNS = 10;
/** Of the shown runs, when the reader chose none. */
const FIRST_RUNS = 2;

/** Which files of the code differ between runs, and how. */
export function CodeComparerPanel({
  spec,
  settings,
  onChange,
  isFullScreen,
}: PanelProps<CodeComparerSettings>) {
  const { entity, project, runs } = useBoard();
  const compared = useMemo(() => chosenRuns(runs, settings.runs), [runs, settings.runs]);
  const addresses = useMemo(
    () => compared.map(({ name }) => ({ entity, project, run: name })),
    [compared, entity, project],
  );
  const { data, error, retry } = useRunCodes(addresses);
  const codes = data.flatMap((code) => code ?? []);
  const isLoaded = codes.length === compared.length;
  const files = isLoaded ? comparedFiles(codes) : [];
  const changed = files.filter(({ state }) => state !== 'same');
  const listed = settings.onlyChanged && compared.length > 1 ? changed : files;
  const file = files.find(({ path }) => path === settings.file) ?? listed[0];
  const without = compared.filter((_, index) => codes[index]?.files.length === 0);
  return (
    <PanelFrame
      spec={spec}
      isFullScreen={isFullScreen}
      isBusy={!isLoaded && error === null && compared.length > 0}
      menu={null}
      facts={
        isLoaded && files.length > 0
          ? `${formatPlural(changed.length, 'file')} of ${files.length} differ`
          : null
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={retry} />
      ) : compared.length === 0 ? (
        <EmptyState title="No run is shown">The eye beside a run shows it.</EmptyState>
      ) : !isLoaded ? (
        <Skeleton lines={8} label="Loading the code" />
      ) : files.length === 0 ? (
        <NoCode count={compared.length} />
      ) : (
        <div className={styles.columns}>
          <div className={styles.side}>
            <RunChoice
              runs={runs}
              compared={compared}
              onChange={(names) => onChange({ runs: [...names] })}
            />
            <CheckField
              label="Only files that differ"
              isChecked={settings.onlyChanged}
              onChange={(onlyChanged) => onChange({ onlyChanged })}
            />
            <FileChoice
              files={listed}
              chosen={file}
              onChoose={(path) => onChange({ file: path })}
            />
            {codes.some(({ isCut }) => isCut) ? (
              <p className={styles.note}>More files were saved than are listed.</p>
            ) : null}
          </div>
          <ScrollRegion className={styles.main}>
            <div className={styles.bar}>
              <span className={styles.path}>
                {file === undefined ? null : <Truncated text={fileTitle(file)} />}
              </span>
              <Segmented
                label="Lines"
                value={settings.layout}
                choices={[
                  { value: 'split', label: 'Side by side' },
                  { value: 'unified', label: 'Unified' },
                ]}
                onChange={(layout) => onChange({ layout })}
              />
            </div>
            {without.map((run) => (
              <p key={run.name} className={styles.notice}>
                <bdi>{run.label}</bdi> saved no code. A script saves it with{' '}
                <code>wandb.init(save_code=True)</code> or <code>run.log_code()</code>.
              </p>
            ))}
            {file === undefined ? (
              <p className={styles.note}>
                The code of these runs is the same in all {formatPlural(files.length, 'file')}.
              </p>
            ) : (
              <FileComparison
                key={file.path}
                file={file}
                runs={compared}
                layout={settings.layout}
                contextLines={settings.contextLines}
              />
            )}
          </ScrollRegion>
        </div>
      )}
    </PanelFrame>
  );
}

/** Those that the reader chose and that are shown, in that order; the first two shown when there is none. */
function chosenRuns(runs: readonly ShownRun[], chosen: readonly string[]): readonly ShownRun[] {
  const found = chosen.flatMap((name) => runs.find((run) => run.name === name) ?? []);
  return found.length > 0 ? found.slice(0, MOST_RUNS) : runs.slice(0, FIRST_RUNS);
}

/** The run that others are compared with, and which others. */
function RunChoice({
  runs,
  compared,
  onChange,
}: {
  readonly runs: readonly ShownRun[];
  readonly compared: readonly ShownRun[];
  readonly onChange: (names: readonly string[]) => void;
}) {
  const names = compared.map(({ name }) => name);
  const [first = ''] = names;
  return (
    <fieldset className={styles.runs}>
      <legend className="visually-hidden">Runs</legend>
      <label className={styles.base}>
        <span>Compare with</span>
        <select
          value={first}
          onChange={({ target: { value } }) =>
            onChange([value, ...names.slice(1).filter((name) => name !== value)])
          }
        >
          {runs.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <ul className={styles.others} aria-label="Compared runs">
        {runs
          .filter(({ name }) => name !== first)
          .map(({ name, label, colour }) => (
            <li key={name}>
              <label className={styles.run}>
                <input
                  type="checkbox"
                  checked={names.includes(name)}
                  disabled={!names.includes(name) && names.length >= MOST_RUNS}
                  onChange={({ target: { checked } }) =>
                    onChange(checked ? [...names, name] : names.filter((one) => one !== name))
                  }
                />
                <span className={styles.dot} style={{ background: colour }} />
                <Truncated text={label} />
              </label>
            </li>
          ))}
      </ul>
    </fieldset>
  );
}

const STATE_TITLES: Readonly<Record<ComparedFile['state'], string>> = {
  same: 'the same',
  changed: 'differs',
  missing: 'not in all',
};

function FileChoice({
  files,
  chosen,
  onChoose,
}: {
  readonly files: readonly ComparedFile[];
  readonly chosen: ComparedFile | undefined;
  readonly onChoose: (path: string) => void;
}) {
  if (files.length === 0) return <p className={styles.note}>No file differs.</p>;
  return (
    <ul className={styles.files} aria-label="Files of the code">
      {files.map((file) => (
        <li key={file.path}>
          <button
            type="button"
            className={classNames(styles.file, file === chosen && styles.chosen)}
            aria-pressed={file === chosen}
            onClick={() => onChoose(file.path)}
          >
            <Truncated text={fileTitle(file)} />
            <span className={styles.state} data-state={file.state}>
              {STATE_TITLES[file.state]}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function NoCode({ count }: { readonly count: number }) {
  return (
    <EmptyState title={count === 1 ? 'This run saved no code' : 'These runs saved no code'}>
      The client saves the script with <code>wandb.init(save_code=True)</code>, or whole folders
      with <code>run.log_code(".")</code>. In a Git repository it also keeps what is not committed.
    </EmptyState>
  );
}
