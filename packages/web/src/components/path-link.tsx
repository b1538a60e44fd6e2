import { useRouter } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

/** A link to a page whose address is only known as text: the server writes it. */
export function PathLink({
  path,
  onOpen,
  ...rest
}: Omit<ComponentProps<'a'>, 'href' | 'onClick'> & {
  /** From the root. */
  readonly path: string;
  /** Told however it is opened. */
  readonly onOpen?: () => void;
}) {
  const { history } = useRouter();
  return (
    <a
      {...rest}
      href={path}
      onClick={(event) => {
        onOpen?.();
        // With a key held the browser opens it where the reader wants it.
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
          return;
        event.preventDefault();
        history.push(path);
      }}
    />
  );
}
