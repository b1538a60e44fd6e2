import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { QuickStart } from '../../components/quick-start.tsx';
import { queryKeys } from '../../data/query-keys.ts';
import { useSession } from '../../data/session.ts';
import { NewTeamButton } from './new-team-button.tsx';
import styles from './welcome.module.css';

/** The first run should be on screen about as soon as the reader looks back from the terminal. */
const POLL_MS = 2000;

/** Home before there is any project: what to paste, and a look out for the first run. */
export function Welcome() {
  const { data: session } = useSession();
  const queryClient = useQueryClient();
  useEffect(() => {
    const timer = setInterval(
      () => void queryClient.invalidateQueries({ queryKey: queryKeys.allProjects() }),
      POLL_MS,
    );
    return () => clearInterval(timer);
  }, [queryClient]);
  const name = session?.user?.displayName || session?.user?.username;
  return (
    <div className={styles.welcome}>
      <header className={styles.head}>
        <h1 className={styles.title}>
          Welcome
          {name ? (
            <>
              , <bdi>{name}</bdi>
            </>
          ) : null}
        </h1>
        <p className={styles.lead}>
          Two lines in your shell, and the scripts you already have log here.
        </p>
      </header>
      <QuickStart heading="h2" />
      <p className={styles.waiting} role="status">
        <span className={styles.dot} aria-hidden="true" />
        Waiting for your first run. It appears here by itself.
      </p>
      <div>
        <NewTeamButton />
      </div>
    </div>
  );
}
