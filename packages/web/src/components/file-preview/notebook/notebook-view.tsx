import { memo, useMemo, useState } from 'react';
import { AnsiText } from '../../ansi/ansi-text.tsx';
import { Button } from '../../button.tsx';
import { classNames } from '../../class-names.ts';
import { formatPlural } from '../../format.ts';
import { Markdown } from '../../markdown/markdown.tsx';
import { SandboxedPage } from '../../sandboxed-page.tsx';
import { readHtmlTable } from './html-table.ts';
import styles from './notebook.module.css';
import type { Notebook, NotebookCell, NotebookOutput } from './notebook.ts';

const FIRST_CELLS = 100;
/** Longer output is for the file itself. */
const MOST_CHARACTERS = 100_000;

/** A notebook as it was saved: its cells in order, each with what came out. */
export function NotebookView({ notebook }: { readonly notebook: Notebook }) {
  const [limit, setLimit] = useState(FIRST_CELLS);
  const left = notebook.cells.length - limit;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.notebook} tabIndex={0} aria-label="Notebook">
      <ol>
        {notebook.cells.slice(0, limit).map((cell, index) => (
          <Cell key={index} cell={cell} />
        ))}
      </ol>
      {left > 0 ? (
        <Button onClick={() => setLimit(limit + FIRST_CELLS)}>
          Show more ({formatPlural(left, 'cell')} left)
        </Button>
      ) : null}
    </section>
  );
}

const Cell = memo(function Cell({ cell }: { readonly cell: NotebookCell }) {
  if (cell.kind === 'markdown') {
    return (
      <li className={styles.cell}>
        <span className={styles.prompt} />
        <Markdown text={cell.source} />
      </li>
    );
  }
  return (
    <li className={styles.cell}>
      <span className={styles.prompt}>{cell.kind === 'code' ? `[${cell.count ?? ' '}]` : ''}</span>
      <div className={styles.body}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre className={styles.source} tabIndex={0}>
          <code>{cell.source}</code>
        </pre>
        {cell.outputs.map((output, index) => (
          <Output key={index} output={output} />
        ))}
      </div>
    </li>
  );
});

function Output({ output }: { readonly output: NotebookOutput }) {
  switch (output.kind) {
    case 'text':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre className={classNames(styles.text, output.isError && styles.error)} tabIndex={0}>
          <AnsiText text={output.text.slice(0, MOST_CHARACTERS)} />
          {output.text.length > MOST_CHARACTERS ? '\n… Download the notebook for all of it.' : null}
        </pre>
      );
    case 'image':
      return <img className={styles.image} src={output.address} alt={output.text || 'Output'} />;
    case 'markdown':
      return <Markdown text={output.text} />;
    case 'html':
      return <HtmlOutput html={output.html} />;
    default:
      return <p className={styles.other}>Output of a kind not shown: {output.types.join(', ')}</p>;
  }
}

/** A data frame becomes a table of ours; anything else runs in a frame of its own when asked for. */
function HtmlOutput({ html }: { readonly html: string }) {
  const table = useMemo(() => readHtmlTable(html), [html]);
  const [isRun, setRun] = useState(false);
  if (table !== null) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      <section className={styles.table} tabIndex={0} aria-label="Table of the output">
        <table>
          <tbody>
            {table.map((row, index) => (
              <tr key={index}>
                {row.map(({ text, isHead }, column) =>
                  isHead ? <th key={column}>{text}</th> : <td key={column}>{text}</td>,
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    );
  }
  if (isRun) return <SandboxedPage className={styles.page} html={html} title="Output of a cell" />;
  return (
    <Button size="small" onClick={() => setRun(true)}>
      Show HTML output
    </Button>
  );
}
