import { CodeBlock } from '../../../../components/code-block.tsx';
import { formatCount } from '../../../../components/format.ts';
import { Panel } from '../../../../components/panel.tsx';
import { ScrollRegion } from '../../../../components/scroll-region.tsx';
import { Cell, HeadCell, Row, Table } from '../../../../components/table.tsx';
import { useFolders } from '../../../../data/artifact-files.ts';
import { useSession } from '../../../../data/session.ts';
import artifacts from '../../artifacts.module.css';
import { RunLink } from '../../links.tsx';
import styles from '../version.module.css';
import { useShownVersion } from '../version-context.ts';
import { usageSnippets } from './usage-code.ts';

const ROOT: ReadonlyMap<string, readonly string[]> = new Map([['', []]]);
const MOST_RUNS = 1_000;

/** Code to get at the version, and the runs that did. */
export function UsageTab() {
  const { address, detail } = useShownVersion();
  const { data: session } = useSession();
  const first = useFolders(address, ROOT).get('')?.files[0]?.path ?? null;
  const snippets = usageSnippets({
    ...address,
    version: detail.version,
    type: detail.type,
    file: first,
    baseUrl: session?.baseUrl ?? location.origin,
  });
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        {snippets.map(({ title, label, text }) => (
          <CodeBlock key={label} title={title} label={label} text={text} />
        ))}
      </div>
      <aside className={styles.aside} aria-label="Runs that used it">
        <UsersPanel />
      </aside>
    </div>
  );
}

function UsersPanel() {
  const { address, detail } = useShownVersion();
  const { usedBy, hiddenUserCount } = detail;
  return (
    <Panel title="Used by runs" count={formatCount(usedBy.length)} isFlush>
      {usedBy.length === 0 ? null : (
        <ScrollRegion className={artifacts.scrolled}>
          <Table label="Runs that used it">
            <thead>
              <tr>
                <HeadCell>Run</HeadCell>
                <HeadCell>Project</HeadCell>
              </tr>
            </thead>
            <tbody>
              {usedBy.map((run) => (
                <Row key={`${run.entity}/${run.project}/${run.run}`}>
                  <Cell>
                    <RunLink run={run} />
                  </Cell>
                  <Cell isMuted>
                    <bdi>
                      {run.entity === address.entity && run.project === address.project
                        ? 'this one'
                        : `${run.entity}/${run.project}`}
                    </bdi>
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </ScrollRegion>
      )}
      {usedBy.length === 0 && hiddenUserCount === 0 ? (
        <p className={styles.note}>No run has used it yet.</p>
      ) : null}
      {hiddenUserCount > 0 ? (
        <p className={styles.note}>
          {formatCount(hiddenUserCount)} runs used it where you may not look.
        </p>
      ) : null}
      {usedBy.length >= MOST_RUNS ? (
        <p className={styles.note}>The first {formatCount(MOST_RUNS)}.</p>
      ) : null}
    </Panel>
  );
}
