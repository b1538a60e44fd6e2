import { shownText } from '../../../components/shown-text.ts';

/** Names what scorers said that holds no number, so that nobody looks for it among the means. */
export function UncountedScores({
  keys,
  className,
}: {
  readonly keys: readonly string[];
  readonly className: string | undefined;
}) {
  if (keys.length === 0) return null;
  return (
    <p className={className}>
      Without numbers to count: {keys.map(shownText).join(', ')}. What was said stands with each
      example.
    </p>
  );
}
