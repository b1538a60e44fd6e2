import type { RunDetail } from '@runloom/model';
import type { ReactNode } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { DefinitionList } from '../../../components/definition-list.tsx';
import { formatCount, formatDateTime } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useShownRun } from '../run-context.ts';
import { environmentFacts } from './environment.ts';
import { gitLinks } from './git-links.ts';
import styles from './overview.module.css';

interface Entry {
  readonly term: string;
  readonly value: ReactNode;
}

/** When, where and from which code the run was made. */
export function DetailsPanel() {
  const { run } = useShownRun();
  return (
    <>
      <Panel title="Run">
        <DefinitionList entries={runEntries(run)} />
      </Panel>
      <CodePanel run={run} />
      <MachinePanel run={run} />
    </>
  );
}

/** Program, repository, commit and command; nothing for a run that told none of them. */
export function CodePanel({ run }: { readonly run: RunDetail }) {
  if (run.command === null && run.git === null && run.program === '') return null;
  return (
    <Panel title="Code">
      <div className={styles.groups}>
        <CodeEntries run={run} />
        {run.command === null ? null : <Command text={run.command} />}
      </div>
    </Panel>
  );
}

function runEntries(run: RunDetail): readonly Entry[] {
  const entries: (Entry | null)[] = [
    {
      term: 'Run id',
      value: (
        <span className={styles.withCopy}>
          <Truncated text={run.name} className={styles.mono} />
          <CopyButton text={run.name} label="Copy run id" />
        </span>
      ),
    },
    { term: 'Created', value: formatDateTime(run.createdAt) },
    { term: 'Last heartbeat', value: formatDateTime(run.heartbeatAt) },
    run.exitCode === null ? null : { term: 'Exit code', value: String(run.exitCode) },
    run.group === '' ? null : { term: 'Group', value: run.group },
    run.jobType === '' ? null : { term: 'Job type', value: run.jobType },
    run.sweep === null ? null : { term: 'Sweep', value: run.sweep },
    { term: 'History rows', value: formatCount(run.historyLineCount) },
    { term: 'System rows', value: formatCount(run.eventsLineCount) },
    { term: 'Console lines', value: formatCount(run.logLineCount) },
  ];
  return entries.filter((entry) => entry !== null);
}

function CodeEntries({ run }: { readonly run: RunDetail }) {
  const entries: Entry[] = [];
  if (run.program !== '') entries.push({ term: 'Program', value: run.program });
  if (run.git !== null) {
    const { remote, commit } = run.git;
    const links = gitLinks(remote, commit);
    if (remote !== '') {
      entries.push({
        term: 'Repository',
        value: <Outside href={links?.repository} text={remote} />,
      });
    }
    if (commit !== '') {
      entries.push({
        term: 'Commit',
        value: (
          <span className={styles.withCopy}>
            <span className={styles.mono}>
              <Outside href={links?.commit} text={commit.slice(0, 10)} />
            </span>
            <CopyButton text={commit} label="Copy commit" />
          </span>
        ),
      });
    }
  }
  return entries.length === 0 ? null : <DefinitionList entries={entries} />;
}

function Outside({
  href,
  text,
}: {
  readonly href: string | null | undefined;
  readonly text: string;
}) {
  if (!href) return <bdi>{text}</bdi>;
  return (
    <a className={styles.link} href={href} target="_blank" rel="noreferrer noopener">
      <bdi>{text}</bdi>
    </a>
  );
}

function Command({ text }: { readonly text: string }) {
  return (
    <div className={styles.command}>
      <div className={styles.commandHead}>
        Command
        <CopyButton text={text} label="Copy command" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={styles.commandText} tabIndex={0}>
        {text}
      </pre>
    </div>
  );
}

/** Host, system, processors and memory, as far as told. */
export function MachinePanel({ run }: { readonly run: RunDetail }) {
  const facts = environmentFacts(run.environment).map(({ term, text }) => ({ term, value: text }));
  const host = run.host === '' ? [] : [{ term: 'Host', value: run.host }];
  if (facts.length + host.length === 0) return null;
  return (
    <Panel title="Machine">
      <DefinitionList entries={[...host, ...facts]} />
    </Panel>
  );
}
