import type { WeaveVersionHead } from '@runloom/model';
import { TimeAgo } from '../../components/time-ago.tsx';

/** When a version was published, and by whom. */
export function Published({ version }: { readonly version: WeaveVersionHead }) {
  return (
    <span>
      published <TimeAgo at={version.createdAt} />
      {version.createdBy === null ? '' : ` by ${version.createdBy}`}
    </span>
  );
}
