import { ImageIcon } from 'lucide-react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import styles from './markdown.module.css';

const COMPONENTS: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  ),
  img: ({ alt, src }) =>
    typeof src === 'string' && /^data:image\/(?:png|jpeg|gif|webp);/i.test(src) ? (
      <img src={src} alt={alt ?? ''} />
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

/** The part of {@link Markdown} that is loaded on demand. */
export function Rendered({ text }: { readonly text: string }) {
  return (
    <ReactMarkdown remarkPlugins={[remarkGfm]} components={COMPONENTS} urlTransform={addressOf}>
      {text}
    </ReactMarkdown>
  );
}

/** Pictures that a notebook holds itself are drawn, all else must be an address of the web. */
function addressOf(url: string): string {
  return /^(?:https?:|mailto:|#|data:image\/(?:png|jpeg|gif|webp);)/i.test(url) ? url : '';
}
