import { lazy, Suspense } from 'react';
import { classNames } from '../class-names.ts';
import { Skeleton } from '../skeleton.tsx';
import styles from './markdown.module.css';

/** The reader of Markdown is loaded when there is some to show. */
const Rendered = lazy(async () => ({ default: (await import('./rendered.tsx')).Rendered }));
const WithFormulas = lazy(async () => ({ default: (await import('./formulas.tsx')).WithFormulas }));

/**
 * Markdown (as GitHub reads it) that somebody else wrote. It becomes elements, never HTML: tags in
 * it are shown as text, links can't run scripts, and images are only linked, since loading them
 * would tell strangers who reads.
 */
export function Markdown({
  text,
  withFormulas = false,
  className,
}: {
  readonly text: string;
  /** What stands between dollar signs is TeX. */
  readonly withFormulas?: boolean;
  readonly className?: string | undefined;
}) {
  return (
    <div className={classNames(styles.markdown, className)}>
      <Suspense fallback={<Skeleton lines={4} label="Loading" />}>
        {withFormulas ? <WithFormulas text={text} /> : <Rendered text={text} />}
      </Suspense>
    </div>
  );
}
