import { useMemo, useState } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Markdown } from '../../../components/markdown/markdown.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { entriesOf, kindOf, valueText } from '../../../components/value-tree/api-json.ts';
import { ValueTree } from '../../../components/value-tree/value-tree.tsx';
import styles from './call.module.css';
import { ChatView } from './chat/chat-view.tsx';
import type { ChatMessage } from './chat/messages.ts';
import { looksLikeMarkdown, onlyText } from './value-kind.ts';

type Mode = 'chat' | 'tree' | 'markdown' | 'text';
const TITLES: Readonly<Record<Mode, string>> = {
  chat: 'Chat',
  tree: 'Tree',
  markdown: 'Markdown',
  text: 'Text',
};
/** Longer texts are cut: a page that draws megabytes of text stands still. */
const LONGEST_TEXT = 400_000;
const TREE_HEIGHT = 520;

/** Inputs or output in the way that suits them, and in any other that the reader likes. */
export function ValueView({
  title,
  value,
  messages,
}: {
  readonly title: string;
  readonly value: unknown;
  /** The conversation that it holds, where it holds one. */
  readonly messages: readonly ChatMessage[] | null;
}) {
  const [chosen, setChosen] = useState<Mode | null>(null);
  const [search, setSearch] = useState('');
  const text = useMemo(() => onlyText(value), [value]);
  const whole = useMemo(
    () => (typeof value === 'string' ? value : valueText(value ?? null, 2)),
    [value],
  );
  const kind = kindOf(value);
  const isNested = (kind === 'object' || kind === 'array') && entriesOf(value).length > 0;
  const modes = (['chat', 'tree', 'markdown', 'text'] as const).filter(
    (mode) =>
      (mode !== 'chat' || messages !== null) &&
      (mode !== 'tree' || isNested) &&
      (mode !== 'markdown' || text !== null),
  );
  const best: Mode =
    messages !== null
      ? 'chat'
      : text !== null && looksLikeMarkdown(text)
        ? 'markdown'
        : isNested
          ? 'tree'
          : 'text';
  const mode = chosen !== null && modes.includes(chosen) ? chosen : best;
  return (
    <section className={styles.part} aria-label={title}>
      <header className={styles.partHead}>
        <h2 className={styles.partTitle}>{title}</h2>
        {mode === 'tree' && isNested ? (
          <SearchField
            className={styles.partSearch}
            label={`Search ${title.toLowerCase()}`}
            value={search}
            onChange={setSearch}
          />
        ) : (
          <span className={styles.spacer} />
        )}
        {modes.length > 1 ? (
          <Segmented
            label={`How ${title.toLowerCase()} are shown`}
            value={mode}
            choices={modes.map((one) => ({ value: one, label: TITLES[one] }))}
            onChange={setChosen}
          />
        ) : null}
        <CopyButton text={whole} label={`Copy ${title.toLowerCase()}`} />
      </header>
      {mode === 'chat' && messages !== null ? (
        <ChatView messages={messages} label={`${title} as chat`} />
      ) : mode === 'markdown' && text !== null ? (
        <div className={styles.box}>
          <Markdown text={text} />
        </div>
      ) : mode === 'tree' ? (
        <div className={styles.tree}>
          <ValueTree
            value={value}
            label={title}
            search={search}
            maxHeight={TREE_HEIGHT}
            whenEmpty="Nothing."
          />
        </div>
      ) : (
        <PlainText text={whole} />
      )}
    </section>
  );
}

function PlainText({ text }: { readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className={styles.text} tabIndex={0}>
      {shownText(text.slice(0, LONGEST_TEXT))}
      {text.length > LONGEST_TEXT ? '\n… cut here; copy it to get all of it.' : ''}
    </pre>
  );
}
