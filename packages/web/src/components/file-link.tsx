import type { ComponentPropsWithRef } from 'react';

/** A link that saves a file; for menus, which put their own text into it. */
export function FileLink({ children, ...rest }: ComponentPropsWithRef<'a'>) {
  return (
    <a {...rest} download>
      {children}
    </a>
  );
}
