import { TriangleAlert } from 'lucide-react';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

/** Says what went wrong and lets the reader try again. */
export function ErrorState({
  error,
  title = 'This could not be loaded',
  onRetry,
}: {
  readonly error: unknown;
  readonly title?: string;
  readonly onRetry?: () => void;
}) {
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert aria-hidden />}
        title={title}
        action={onRetry ? <Button onClick={onRetry}>Try again</Button> : undefined}
      >
        {messageOf(error)}
      </EmptyState>
    </div>
  );
}

/** The message of an error, for a person. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Something unexpected happened.';
}
