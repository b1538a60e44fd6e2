import type { WeaveVersionHead } from '@runloom/model';
import { ErrorState } from '../../components/error-state.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { TextComparison } from '../../components/text-diff/text-comparison.tsx';
import { valueText } from '../../components/value-tree/api-json.ts';
import { useWeaveVersion } from '../../data/weave-objects.ts';
import { VersionSelect } from '../objects/version-select.tsx';
import { promptText, readPrompt } from './prompt-value.ts';

/** What differs from another version, line by line. */
export function Comparison({
  address,
  to,
  from,
  others,
  onFrom,
}: {
  readonly address: Parameters<typeof useWeaveVersion>[0];
  readonly to: WeaveVersionHead & { readonly value?: unknown };
  readonly from: WeaveVersionHead;
  readonly others: readonly WeaveVersionHead[];
  readonly onFrom: (digest: string) => void;
}) {
  const query = useWeaveVersion(address, from.digest);
  const other = query.data?.digest === from.digest ? query.data : undefined;
  return (
    <TextComparison
      title="Changes"
      startsAs="split"
      before={other === undefined ? null : textOf(other)}
      after={textOf(to)}
      whenUnread={
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton lines={4} label="Reading the other version" />
        )
      }
      tooDifferent="The versions differ in too many lines to be compared here."
    >
      <VersionSelect
        label="Compared with"
        versions={others}
        digest={from.digest}
        onChange={onFrom}
      />
    </TextComparison>
  );
}

function textOf(version: WeaveVersionHead & { readonly value?: unknown }): string {
  const prompt = readPrompt(version.leafClass, version.value);
  return prompt === null ? valueText(version.value ?? null, 2) : promptText(prompt);
}
