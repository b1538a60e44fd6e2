import type { RunDetail } from '@runloom/model';
import { useMemo } from 'react';
import { CodeBlock } from '../../../components/code-block.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { apiPath } from '../../../data/client.ts';
import { useFiles } from '../../../data/files.ts';
import { CodePanel, MachinePanel } from '../overview/details-panel.tsx';
import { useShownRun } from '../run-context.ts';
import styles from './code.module.css';
import { PackagesPanel } from './packages-panel.tsx';
import { reproductionRecipe } from './recipe.ts';
import { sourceFiles } from './source-files.ts';
import { SourcePanel } from './source-panel.tsx';

/** What it takes to run it again: code with its uncommitted changes, packages, command, machine. */
export function CodeTab() {
  const { entity, project, name, run } = useShownRun();
  const address = { entity, project, run: name };
  const query = useFiles(entity, project, name);
  const files = query.data?.files;
  const sources = useMemo(() => sourceFiles(files ?? []), [files]);
  const requirements = files?.find((file) => file.name === 'requirements.txt');
  const names = useMemo(() => new Set(files?.map((file) => file.name)), [files]);
  const recipe = reproductionRecipe({
    git: run.git,
    script: scriptOf(run, names),
    args: listOfTexts(run.environment?.['args']),
    python: textOf(run.environment?.['python']),
    files: names,
    filesAddress: `${location.origin}/files${apiPath(entity, project, name)}`,
  });

  if (files === undefined) {
    if (query.isPending) {
      return (
        <div className={styles.pending}>
          <Skeleton lines={10} label="Loading the code" />
        </div>
      );
    }
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (recipe === '' && sources.length === 0 && run.environment === null) {
    return (
      <EmptyState title={run.state === 'running' ? 'Nothing of the code yet' : 'No code'}>
        The client tells repository, commit, packages and machine soon after a script starts.
        Scripts save their code with <code>wandb.init(save_code=True)</code>.
      </EmptyState>
    );
  }
  return (
    <div className={styles.page}>
      <div className={styles.main}>
        {recipe === '' ? null : (
          <CodeBlock
            title="Reproduce this run"
            label="Commands that reproduce the run"
            text={recipe}
          />
        )}
        <SourcePanel address={address} files={sources} />
      </div>
      <aside className={styles.aside} aria-label="Environment of the run">
        <CodePanel run={run} />
        <MachinePanel run={run} />
        {requirements === undefined ? null : (
          <PackagesPanel address={address} file={requirements} />
        )}
      </aside>
    </div>
  );
}

/** Below the root of the repository, else as it was called. */
function scriptOf(run: RunDetail, files: ReadonlySet<string>): string | null {
  const path = textOf(run.environment?.['codePath']);
  if (path !== null && (run.git !== null || files.has(`code/${path}`))) return path;
  const program = textOf(run.environment?.['program']) ?? textOf(run.program);
  // `<python with no main file>` and `(local)` stand for interactive sessions.
  return program === null || /^[<(]/.test(program) ? null : program;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function listOfTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
