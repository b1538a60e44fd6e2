import { Link, useMatchRoute, useParams } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { buttonClass } from '../../components/button.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { useSession } from '../../data/session.ts';
import { shortcutText } from '../shortcuts/keys.ts';
import { isMac } from '../shortcuts/provider.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import styles from './header.module.css';
import { Logo } from './logo.tsx';
import { NotificationBell } from './notification-bell.tsx';
import { PartsNav } from './parts-nav.tsx';
import { UserMenu } from './user-menu.tsx';

/** The line at the top: where the reader is, the search, who is signed in. */
export function Header({
  onSearch,
  onShortcuts,
}: {
  readonly onSearch: () => void;
  readonly onShortcuts: () => void;
}) {
  const { data: session } = useSession();
  const { entity } = useParams({ strict: false });
  const isSigningIn = useMatchRoute()({ to: '/signin' }) !== false;
  return (
    <header className={styles.header}>
      <Link to="/" className={styles.logo} aria-label="Runloom home">
        <Logo />
        {entity === undefined ? <span className={styles.word}>Runloom</span> : null}
      </Link>
      <Breadcrumb />
      <PartsNav />
      <div className={styles.actions}>
        {session?.user ? (
          <button type="button" className={styles.search} onClick={onSearch}>
            <Search aria-hidden />
            <span className={styles.searchText}>Search</span>
            <Kbd keys={shortcutText('mod+k', isMac)} />
          </button>
        ) : null}
        {session?.user ? <NotificationBell /> : null}
        {session?.user ? <UserMenu user={session.user} onShortcuts={onShortcuts} /> : null}
        {session && session.user === null && !isSigningIn ? (
          <Link to="/signin" className={buttonClass('secondary', 'medium')}>
            Sign in
          </Link>
        ) : null}
      </div>
    </header>
  );
}
