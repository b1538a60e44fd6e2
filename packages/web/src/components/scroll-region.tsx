import type { ReactNode, Ref } from 'react';

/** Something longer than its place: scrolled by the wheel, and by the keyboard when it has the focus. */
export function ScrollRegion({
  className,
  ref,
  children,
}: {
  /** Says how long it may be. */
  readonly className: string | undefined;
  /** For lists that draw only what is in sight. */
  readonly ref?: Ref<HTMLDivElement>;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div ref={ref} className={className} tabIndex={0}>
      {children}
    </div>
  );
}
