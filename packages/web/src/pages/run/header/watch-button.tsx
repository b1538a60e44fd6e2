import { Eye, EyeOff } from 'lucide-react';
import { IconButton } from '../../../components/icon-button.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useRunNotices, useWatchRun } from '../../../data/notifications.ts';
import { useSession } from '../../../data/session.ts';
import { useShownRun } from '../run-context.ts';

/** Watches a run of somebody else: how it ends is told as that of one's own is. */
export function WatchButton() {
  const { entity, project, name, run } = useShownRun();
  const { data: session } = useSession();
  const user = session?.user ?? null;
  const isOffered = user !== null && run.user !== user.username;
  const notices = useRunNotices(entity, project, name, isOffered);
  const watch = useWatchRun(entity, project, name);
  const toasts = useToasts();
  if (!isOffered || notices.data === undefined) return null;
  const { isWatched } = notices.data;
  return (
    <IconButton
      size="small"
      label={isWatched ? 'Stop watching this run' : 'Watch this run'}
      isPressed={isWatched}
      icon={isWatched ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
      onClick={() =>
        watch.mutate(!isWatched, {
          onError: (error) => toasts.failure('This could not be saved', error),
        })
      }
    />
  );
}
