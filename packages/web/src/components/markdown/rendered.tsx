import { ImageIcon } from 'lucide-react';
import ReactMarkdown, { type Components, type Options } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import styles from './markdown.module.css';

const COMPONENTS: Components = {
  // A link whose address is not taken is only its text.
  a: ({ href, children }) =>
    href ? (
      <a href={href} target="_blank" rel="noreferrer noopener">
        {children}
      </a>
    ) : (
      <span>{children}</span>
    ),
  img: ({ alt, src }) =>
    typeof src === 'string' && /^data:image\/(?:png|jpeg|gif|webp);/i.test(src) ? (
      <img src={src} alt={alt ?? ''} />
    ) : typeof src === 'string' && /^https?:/i.test(src) ? (
      <a className={styles.picture} href={src} target="_blank" rel="noreferrer noopener">
        <ImageIcon aria-hidden />
        {alt || 'Image'}
      </a>
    ) : (
      <span className={styles.picture}>
        <ImageIcon aria-hidden />
        {alt || 'Image'}
      </span>
    ),
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.table} tabIndex={0} aria-label="Table">
      <table>{children}</table>
    </section>
  ),
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre tabIndex={0}>{children}</pre>
  ),
};

type Plugins = NonNullable<Options['remarkPlugins']>;

const NONE: Plugins = [];

/** The part of {@link Markdown} that is loaded on demand. */
export function Rendered({
  text,
  remark = NONE,
  rehype = NONE,
}: {
  readonly text: string;
  /** Further readers of the text, and writers of elements. */
  readonly remark?: Plugins;
  readonly rehype?: Plugins;
}) {
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm, ...remark]}
      rehypePlugins={rehype}
      components={COMPONENTS}
      urlTransform={addressOf}
    >
      {text}
    </ReactMarkdown>
  );
}

/** Pictures that a notebook holds itself are drawn, all else must be an address of the web. */
function addressOf(url: string): string {
  return /^(?:https?:|mailto:|#|data:image\/(?:png|jpeg|gif|webp);)/i.test(url) ? url : '';
}
