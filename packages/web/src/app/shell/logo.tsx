/** Two threads that cross: the mark of Runloom. */
export function Logo({ size = 20 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <g fill="none" stroke="var(--on-accent)" strokeWidth="2.6" strokeLinecap="round">
        <path d="M7 21c4.5 0 4.5-10 9-10s4.5 10 9 10" />
        <path d="M7 11c4.5 0 4.5 10 9 10s4.5-10 9-10" strokeOpacity=".5" />
      </g>
    </svg>
  );
}
