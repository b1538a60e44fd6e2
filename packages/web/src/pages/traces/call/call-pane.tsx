import { lazy, Suspense } from 'react';
import { classNames } from '../../../components/class-names.ts';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { LinkTabs, linkTabClass } from '../../../components/tabs.tsx';
import styles from './call.module.css';
import { CallHeader } from './call-header.tsx';
import type { CallPaneProps } from './call-props.ts';
import { CallTab } from './call-tab.tsx';

const CodeTab = lazy(async () => ({ default: (await import('./code-tab.tsx')).CodeTab }));
const FeedbackTab = lazy(async () => ({
  default: (await import('./feedback-tab.tsx')).FeedbackTab,
}));
const SummaryTab = lazy(async () => ({ default: (await import('./summary-tab.tsx')).SummaryTab }));
const UseTab = lazy(async () => ({ default: (await import('./use-tab.tsx')).UseTab }));

const TABS = [
  { value: 'call', title: 'Call' },
  { value: 'code', title: 'Code' },
  { value: 'feedback', title: 'Feedback' },
  { value: 'summary', title: 'Summary' },
  { value: 'use', title: 'Use' },
] as const;
type Tab = (typeof TABS)[number]['value'];

/** One call: what went in and came out, and everything else that is known of it. */
export function CallPane({
  isBehind,
  tab: asked,
  onTab,
  ...props
}: CallPaneProps & {
  /** Another one was chosen and is not here yet. */
  readonly isBehind: boolean;
  readonly tab: string | undefined;
  readonly onTab: (tab: Tab) => void;
}) {
  const tab = TABS.find(({ value }) => value === asked)?.value ?? 'call';
  const { call } = props;
  return (
    <div className={classNames(styles.pane, isBehind && styles.behind)} aria-busy={isBehind}>
      <CallHeader {...props} />
      <div className={styles.tabList}>
        <LinkTabs label="Parts of the call">
          {TABS.map(({ value, title }) => (
            <button
              key={value}
              type="button"
              className={linkTabClass}
              aria-current={value === tab ? 'page' : undefined}
              onClick={() => onTab(value)}
            >
              {title}
              {value === 'feedback' && call.feedback.length > 0 ? ` (${call.feedback.length})` : ''}
            </button>
          ))}
        </LinkTabs>
      </div>
      {/* Another call is another panel: what was searched or folded is not carried over. */}
      <ScrollRegion key={`${call.id} ${tab}`} className={styles.panel}>
        <Suspense fallback={<Skeleton lines={6} label="Loading" />}>
          {tab === 'call' ? <CallTab {...props} /> : null}
          {tab === 'code' ? <CodeTab {...props} /> : null}
          {tab === 'feedback' ? <FeedbackTab {...props} /> : null}
          {tab === 'summary' ? <SummaryTab {...props} /> : null}
          {tab === 'use' ? <UseTab {...props} /> : null}
        </Suspense>
      </ScrollRegion>
    </div>
  );
}
