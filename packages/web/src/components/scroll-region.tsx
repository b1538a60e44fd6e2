import type { ReactNode, Ref } from 'react';

/** Something longer than its place: scrolled by the wheel, and by the keyboard when it has the focus. */
export function ScrollRegion({
  className,
  label,
  ref,
  children,
}: {
  /** Says how long it may be. */
  readonly className: string | undefined;
  /** What it holds, where it is a part of the page that one goes to. */
  readonly label?: string;
  /** What scrolls, for those who draw only what is in sight. */
  readonly ref?: Ref<HTMLDivElement>;
  readonly children: ReactNode;
}) {
  const region = label === undefined ? {} : { role: 'region', 'aria-label': label };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div {...region} ref={ref} className={className} tabIndex={0}>
      {children}
    </div>
  );
}
