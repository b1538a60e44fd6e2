import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useTitle } from '../../app/title.ts';
import { buttonClass } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';

/** There is nothing at this address, or the reader may not see it. */
export function NotFoundPage({
  message = 'There is nothing at this address.',
}: {
  readonly message?: string;
}) {
  useTitle('Not found');
  return (
    <EmptyState
      icon={<Compass aria-hidden />}
      title="Not found"
      heading="h1"
      action={
        <Link to="/" className={buttonClass()}>
          Go home
        </Link>
      }
    >
      {message}
    </EmptyState>
  );
}
