import type { ReactNode } from 'react';

/** Something longer than its place: scrolled by the wheel, and by the keyboard when it has the focus. */
export function ScrollRegion({
  className,
  children,
}: {
  /** Says how long it may be. */
  readonly className: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={className} tabIndex={0}>
      {children}
    </div>
  );
}
