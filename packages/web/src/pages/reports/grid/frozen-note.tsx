import type { EvidenceCheck, FrozenGrid } from '@runloom/model';
import { Snowflake, TriangleAlert } from 'lucide-react';
import { formatPlural } from '../../../components/format.ts';
import { Popover } from '../../../components/popover.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useEvidenceCheck } from '../../../data/report-evidence.ts';
import { useReportPlace } from '../report-context.ts';
import styles from './grid.module.css';

/** As many changes as are told one by one. */
const MOST_TOLD = 12;

/** Who froze a grid and when, and whether the data have moved since. */
export function FrozenNote({
  frozen,
  hasCheck,
}: {
  readonly frozen: FrozenGrid;
  /** Outsiders can't ask. */
  readonly hasCheck: boolean;
}) {
  const { report } = useReportPlace();
  const { data } = useEvidenceCheck(report, hasCheck ? frozen.digest : null);
  return (
    <span className={styles.frozen}>
      <Snowflake aria-hidden />
      <span>
        Frozen by <bdi>{shownText(frozen.by)}</bdi> <TimeAgo at={frozen.at} />
      </span>
      {data === undefined ? null : data.isSame ? (
        <span className={styles.same}>The data are still the same</span>
      ) : (
        <Moved check={data} />
      )}
    </span>
  );
}

function Moved({ check }: { readonly check: EvidenceCheck }) {
  const count = (state: string) => check.requests.filter((one) => one.state === state).length;
  const changes = check.requests.flatMap((one) => one.changes);
  const gone = count('gone');
  const hidden = count('hidden');
  return (
    <Popover
      label="What has moved"
      trigger={
        <button type="button" className={styles.moved}>
          <TriangleAlert aria-hidden />
          {gone > 0 ? 'Live data have moved, some are gone' : 'Live data have moved'}
        </button>
      }
    >
      <div className={styles.changes}>
        <p>
          {formatPlural(count('moved'), 'answer')} of {check.requests.length} would be another now.
          {gone > 0
            ? ` ${formatPlural(gone, 'answer is', 'answers are')} about what was deleted.`
            : ''}
          {hidden > 0
            ? ` ${formatPlural(hidden, 'answer is', 'answers are')} not for you to see.`
            : ''}
        </p>
        <ul>
          {changes.slice(0, MOST_TOLD).map((change) => (
            <li key={change}>
              <bdi>{shownText(change)}</bdi>
            </li>
          ))}
        </ul>
        {changes.length > MOST_TOLD ? <p>and {changes.length - MOST_TOLD} more</p> : null}
      </div>
    </Popover>
  );
}
