import { useEffect, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import { sandboxAddress } from './sandbox-address.ts';
import styles from './sandboxed-page.module.css';

/**
 * A page that somebody else wrote, run in a frame without our origin: it can't read this page, its
 * cookies or the API, and loads nothing from elsewhere. The server's own policy says so too, so that
 * the frame is as tight when it is opened by itself.
 */
export function SandboxedPage({
  html,
  title,
  className,
}: {
  readonly html: string;
  /** Read aloud. */
  readonly title: string;
  readonly className?: string | undefined;
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    const listen = (event: MessageEvent) => {
      const target = frame.current?.contentWindow;
      if (!target || event.source !== target || event.data !== 'ready') return;
      // Its origin is none: no other target can be named. It holds nothing but what is sent.
      target.postMessage(withoutOutsideStyle(html), '*');
      setReady(true);
    };
    addEventListener('message', listen);
    return () => removeEventListener('message', listen);
  }, [html]);
  return (
    <iframe
      // Another text is another page: the frame takes one and then is it.
      key={html}
      ref={frame}
      className={classNames(styles.frame, className)}
      title={title}
      data-ready={isReady}
      src={sandboxAddress('/sandbox')}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
    />
  );
}

/** The client puts this before every page; nothing is loaded from there. */
const OUTSIDE_STYLE = /<link\b[^>]*https:\/\/app\.wandb\.ai\/normalize\.css[^>]*>/gi;

const withoutOutsideStyle = (html: string): string => html.replace(OUTSIDE_STYLE, '');
