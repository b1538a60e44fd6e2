import { Link, useParams } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useTitle } from '../../app/title.ts';
import { buttonClass } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useSession } from '../../data/session.ts';
import { RequestAccess } from './request-access.tsx';

/** There is nothing at this address, or the reader may not see it. */
export function NotFoundPage({
  message = 'There is nothing at this address.',
}: {
  readonly message?: string;
}) {
  const { entity, project } = useParams({ strict: false });
  const { data: session } = useSession();
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
      {session?.user && entity !== undefined ? (
        <RequestAccess entity={entity} project={project ?? null} />
      ) : null}
    </EmptyState>
  );
}
