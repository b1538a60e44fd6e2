import type { UserView } from '@runloom/model';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import {
  Boxes,
  Keyboard,
  LogOut,
  Monitor,
  Moon,
  ScrollText,
  Settings,
  Sun,
  User,
  Zap,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Avatar } from '../../components/avatar.tsx';
import {
  Menu,
  MenuChoices,
  MenuHeading,
  MenuItem,
  MenuLink,
  MenuSeparator,
} from '../../components/menu.tsx';
import { useToasts } from '../../components/toast.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useSession, useSignOut } from '../../data/session.ts';
import { type ThemeChoice, useTheme } from '../theme.tsx';
import styles from './user-menu.module.css';

const THEMES: readonly { value: ThemeChoice; label: string; icon: ReactNode }[] = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
];

/** Who is signed in, and what concerns only them. */
export function UserMenu({
  user,
  onShortcuts,
}: {
  readonly user: UserView;
  readonly onShortcuts: () => void;
}) {
  const { choice, choose } = useTheme();
  const { data: session } = useSession();
  const isAuditor = user.isAdmin || (session?.managedOrganizations.length ?? 0) > 0;
  const signOut = useSignOut();
  const toasts = useToasts();
  const navigate = useNavigate();
  const router = useRouter();
  const leave = () =>
    signOut.mutate(undefined, {
      onSuccess: async ({ continueAt }) => {
        if (continueAt !== null) return location.assign(continueAt);
        await navigate({ to: '/signin' });
        await router.invalidate();
      },
      onError: (error) => toasts.failure('You are still signed in', error),
    });
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className={styles.trigger} aria-label={`Account of ${user.username}`}>
          <Avatar name={user.displayName || user.username} />
        </button>
      }
    >
      <MenuHeading>
        <Truncated text={user.displayName || user.username} className={styles.name} />
        <Truncated text={user.email ?? user.username} className={styles.detail} />
      </MenuHeading>
      <MenuLink
        icon={<User aria-hidden />}
        render={<Link to="/$entity" params={{ entity: user.username }} />}
      >
        Your projects
      </MenuLink>
      <MenuLink icon={<Boxes aria-hidden />} render={<Link to="/registry" />}>
        Registry
      </MenuLink>
      <MenuLink icon={<Zap aria-hidden />} render={<Link to="/automations" />}>
        Automations
      </MenuLink>
      <MenuLink icon={<Settings aria-hidden />} render={<Link to="/settings" />}>
        Settings
      </MenuLink>
      {isAuditor ? (
        <MenuLink icon={<ScrollText aria-hidden />} render={<Link to="/settings/audit" />}>
          Audit log
        </MenuLink>
      ) : null}
      <MenuItem icon={<Keyboard aria-hidden />} shortcut="?" onSelect={onShortcuts}>
        Keyboard shortcuts
      </MenuItem>
      <MenuSeparator />
      <MenuChoices label="Theme" value={choice} choices={THEMES} onChange={choose} />
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden />} onSelect={leave}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
