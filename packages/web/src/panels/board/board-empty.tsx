import { ChartLine, SearchX } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';

/** Nothing has been logged yet. */
export function NoMetrics({ isSystem = false }: { readonly isSystem?: boolean }) {
  return (
    <EmptyState
      icon={<ChartLine aria-hidden />}
      title={isSystem ? 'No system metrics yet' : 'No metrics yet'}
    >
      {isSystem
        ? 'The client measures the machine every few seconds. The first values appear here by themselves.'
        : 'The first call of run.log() with a number makes a chart, here and at once.'}
    </EmptyState>
  );
}

/** The search finds no metric. */
export function NoMatch({
  search,
  onClear,
}: {
  readonly search: string;
  readonly onClear: () => void;
}) {
  return (
    <EmptyState
      icon={<SearchX aria-hidden />}
      title="No metric matches"
      action={<Button onClick={onClear}>Clear the search</Button>}
    >
      Nothing is called like <bdi>“{search.slice(0, 80)}”</bdi>.
    </EmptyState>
  );
}
