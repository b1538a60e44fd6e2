import { Bot, Brain, Cog, User, Wrench } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../../components/button.tsx';
import { classNames } from '../../../../components/class-names.ts';
import { Markdown } from '../../../../components/markdown/markdown.tsx';
import { shownText } from '../../../../components/shown-text.ts';
import { Truncated } from '../../../../components/truncated.tsx';
import styles from './chat.module.css';
import type { ChatMessage, ChatPart } from './messages.ts';

/** Messages shown at once; the last ones say most. */
const SHOWN_AT_FIRST = 60;
/** Longer texts are shown plainly: their Markdown would take seconds to draw. */
const LONGEST_MARKDOWN = 60_000;

const ROLES = {
  system: { title: 'System', Icon: Cog },
  developer: { title: 'Developer', Icon: Cog },
  user: { title: 'User', Icon: User },
  assistant: { title: 'Assistant', Icon: Bot },
  tool: { title: 'Tool', Icon: Wrench },
  function: { title: 'Tool', Icon: Wrench },
} as const;

/** Messages with their roles, tools and images. */
export function ChatView({
  messages,
  label,
}: {
  readonly messages: readonly ChatMessage[];
  readonly label: string;
}) {
  const [isWhole, setWhole] = useState(false);
  const hidden = isWhole ? 0 : Math.max(0, messages.length - SHOWN_AT_FIRST);
  return (
    <section className={styles.chat} aria-label={label}>
      {hidden > 0 ? (
        <Button size="small" onClick={() => setWhole(true)}>
          {hidden} earlier messages
        </Button>
      ) : null}
      {messages.slice(hidden).map((message, index) => (
        <Message key={index} message={message} />
      ))}
    </section>
  );
}

function Message({ message }: { readonly message: ChatMessage }) {
  const { role, name, parts } = message;
  const known = Object.hasOwn(ROLES, role) ? ROLES[role as keyof typeof ROLES] : null;
  const Icon = known?.Icon ?? Bot;
  return (
    <article className={classNames(styles.message, role === 'user' && styles.user)}>
      <header className={styles.role}>
        <Icon aria-hidden />
        <Truncated text={`${known?.title ?? role}${name === null ? '' : ` · ${name}`}`} />
      </header>
      {parts.length === 0 ? <p className={styles.empty}>No text</p> : null}
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </article>
  );
}

function Part({ part }: { readonly part: ChatPart }) {
  switch (part.kind) {
    case 'text':
      return part.text.length > LONGEST_MARKDOWN ? (
        <Plain text={part.text} />
      ) : (
        <Markdown text={part.text} />
      );
    case 'reasoning':
      return (
        <details className={styles.box}>
          <summary>
            <Brain aria-hidden /> Reasoning
          </summary>
          <Plain text={part.text} />
        </details>
      );
    case 'image':
      return <ChatImage url={part.url} />;
    case 'tool-call':
      return (
        <details className={styles.box} open>
          <summary>
            <Wrench aria-hidden /> Calls <b>{shownText(part.name)}</b>
          </summary>
          <Plain text={part.input} />
        </details>
      );
    case 'tool-result':
      return (
        <details className={styles.box} open={part.text.length < 2_000}>
          <summary>
            <Wrench aria-hidden /> Result
          </summary>
          <Plain text={part.text} />
        </details>
      );
    case 'other':
      return <Plain text={part.text} />;
  }
}

function Plain({ text }: { readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className={styles.plain} tabIndex={0}>
      {shownText(text)}
    </pre>
  );
}

const IMAGE_DATA = /^data:image\/(?:png|jpe?g|gif|webp|bmp|avif|svg\+xml)[;,]/i;

/** An image that stands in the message is shown; one of the web is only linked: loading it would tell strangers who reads. */
function ChatImage({ url }: { readonly url: string }) {
  if (IMAGE_DATA.test(url)) return <img src={url} alt="In the message" className={styles.image} />;
  if (/^https?:\/\//i.test(url)) {
    return (
      <a href={url} target="_blank" rel="noreferrer noopener nofollow">
        Image at {shownText(url.slice(0, 200))}
      </a>
    );
  }
  return <Plain text={url.slice(0, 500)} />;
}
