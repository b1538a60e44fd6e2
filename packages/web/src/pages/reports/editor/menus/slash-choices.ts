import { newBlockId } from '@runloom/model';
import type { Editor, Range } from '@tiptap/core';
import type { TypedChoice } from './choices.ts';

/** What is put into the report by its own dialog first. */
export type InsertKind =
  | 'image'
  | 'video'
  | 'runCard'
  | 'artifactCard'
  | 'traceCard'
  | 'evaluationComparison'
  | 'number'
  | 'embed';

type Step = (editor: Editor, range: Range) => void;

const turn =
  (make: (chain: ReturnType<Editor['chain']>) => ReturnType<Editor['chain']>): Step =>
  (editor, range) => {
    make(editor.chain().focus().deleteRange(range)).run();
  };

const block = (type: string, attrs: Readonly<Record<string, unknown>> = {}): Step =>
  turn((chain) =>
    chain.insertContent([
      { type, attrs: { block: newBlockId(), ...attrs } },
      { type: 'paragraph' },
    ]),
  );

/** Every kind of block, in the order that the menu has them. */
export function slashChoices(options: {
  readonly insert: (kind: InsertKind) => void;
  readonly newGrid: () => unknown;
  readonly project: string;
}): readonly (TypedChoice & { readonly words: string })[] {
  const { insert, newGrid, project } = options;
  const choice = (id: string, title: string, hint: string, words: string, run: Step) => ({
    id,
    title,
    hint,
    words: `${title} ${words}`.toLowerCase(),
    run,
  });
  const asked =
    (kind: InsertKind): Step =>
    (editor, range) => {
      editor.chain().focus().deleteRange(range).run();
      insert(kind);
    };
  return [
    choice('panelGrid', 'Panel grid', 'Charts of runs', 'chart plot runs panels', (editor, range) =>
      block('panelGrid', { grid: newGrid() })(editor, range),
    ),
    choice(
      'h1',
      'Heading 1',
      '# and a space',
      'title h1',
      turn((c) => c.setNode('heading', { level: 1 })),
    ),
    choice(
      'h2',
      'Heading 2',
      '## and a space',
      'h2',
      turn((c) => c.setNode('heading', { level: 2 })),
    ),
    choice(
      'h3',
      'Heading 3',
      '### and a space',
      'h3',
      turn((c) => c.setNode('heading', { level: 3 })),
    ),
    choice(
      'bulletList',
      'Bulleted list',
      '- and a space',
      'ul',
      turn((c) => c.toggleBulletList()),
    ),
    choice(
      'orderedList',
      'Numbered list',
      '1. and a space',
      'ol',
      turn((c) => c.toggleOrderedList()),
    ),
    choice(
      'taskList',
      'Check list',
      '[ ] and a space',
      'todo task',
      turn((c) => c.toggleTaskList()),
    ),
    choice(
      'blockquote',
      'Quote',
      '> and a space',
      '',
      turn((c) => c.toggleBlockquote()),
    ),
    choice(
      'note',
      'Note',
      'A box beside the matter',
      'callout info',
      turn((c) => c.wrapIn('callout', { tone: 'note' })),
    ),
    choice(
      'tip',
      'Tip',
      'A box with advice',
      'callout success',
      turn((c) => c.wrapIn('callout', { tone: 'tip' })),
    ),
    choice(
      'warning',
      'Warning',
      'A box to look out for',
      'callout caution',
      turn((c) => c.wrapIn('callout', { tone: 'warning' })),
    ),
    choice(
      'danger',
      'Danger',
      'A box that must not be missed',
      'callout error',
      turn((c) => c.wrapIn('callout', { tone: 'danger' })),
    ),
    choice(
      'codeBlock',
      'Code',
      '``` and a language',
      'source',
      turn((c) => c.setNode('codeBlock')),
    ),
    choice(
      'mathBlock',
      'Formula',
      'LaTeX on lines of its own',
      'latex equation math tex',
      block('mathBlock', { latex: '' }),
    ),
    choice(
      'mathInline',
      'Inline formula',
      'LaTeX within the text',
      'latex math',
      turn((c) => c.insertContent({ type: 'mathInline', attrs: { latex: '' } })),
    ),
    choice('table', 'Table', '3 × 3, with headings', 'grid', insertTable),
    choice('image', 'Image', 'Upload; or paste, or drop one', 'picture photo', asked('image')),
    choice('video', 'Video', 'Upload; or paste, or drop one', 'film', asked('video')),
    choice(
      'horizontalRule',
      'Divider',
      '--- on a line',
      'rule line hr',
      turn((c) => c.setHorizontalRule()),
    ),
    choice(
      'tableOfContents',
      'Table of contents',
      'All headings',
      'toc outline',
      block('tableOfContents'),
    ),
    choice('runCard', 'Run', 'One run with its summary', 'experiment card', asked('runCard')),
    choice(
      'artifactCard',
      'Artifact',
      'A version of an artifact',
      'dataset model card',
      asked('artifactCard'),
    ),
    choice(
      'traceCard',
      'Trace',
      'A call with its inputs and output',
      'call weave llm',
      asked('traceCard'),
    ),
    choice(
      'evaluationComparison',
      'Evaluation comparison',
      'Evaluations side by side',
      'weave scores',
      asked('evaluationComparison'),
    ),
    choice(
      'runsTable',
      'Query of runs',
      'A table of runs by a filter',
      'query table',
      block('queryTable', { project, kind: 'runs', filter: '', columns: [] }),
    ),
    choice(
      'callsTable',
      'Query of traces',
      'A table of calls by a filter',
      'query table calls weave',
      block('queryTable', { project, kind: 'calls', filter: '', columns: [] }),
    ),
    choice(
      'number',
      'Number with its source',
      'A value of a run, within the text',
      'metric value inline',
      asked('number'),
    ),
    choice(
      'embed',
      'Embedded video',
      'From a site that is allowed',
      'youtube vimeo',
      asked('embed'),
    ),
    choice('html', 'HTML', 'In a frame of its own', 'iframe', block('html', { source: '' })),
  ];
}

/** Those whose words hold what was typed; a title that begins with it stands first. */
export function findChoices<Choice extends TypedChoice & { readonly words: string }>(
  choices: readonly Choice[],
  query: string,
): readonly Choice[] {
  const wanted = query.trim().toLowerCase();
  const rank = ({ title, words }: Choice): number => {
    if (title.toLowerCase() === wanted) return 0;
    if (words.startsWith(wanted)) return 1;
    return words.includes(` ${wanted}`) ? 2 : 3;
  };
  return choices
    .filter(({ words }) => words.includes(wanted))
    .toSorted((a, b) => rank(a) - rank(b));
}

/** The cursor goes into the first cell: four steps into the table, which begins where the line did. */
const insertTable: Step = (editor, range) => {
  editor
    .chain()
    .focus()
    .deleteRange(range)
    .insertContent(newTable())
    .setTextSelection(range.from + 3)
    .run();
};

function newTable() {
  const cell = (type: string) => ({ type, content: [{ type: 'paragraph' }] });
  const row = (type: string) => ({
    type: 'tableRow',
    content: [cell(type), cell(type), cell(type)],
  });
  return [
    { type: 'table', content: [row('tableHeader'), row('tableCell'), row('tableCell')] },
    { type: 'paragraph' },
  ];
}
