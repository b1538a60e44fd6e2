import { getRouteApi, Link } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import page from '../../app/shell/page.module.css';
import { useTitle } from '../../app/title.ts';
import { buttonClass } from '../../components/button.tsx';
import { useSession } from '../../data/session.ts';
import { ApiKeysSection } from './api-keys-section.tsx';
import { IntegrationsSection } from './integrations/integrations-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { RequestsSection } from './requests-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { ThemeSection } from './theme-section.tsx';

const route = getRouteApi('/settings');

/** Who the reader is, their keys, password and sessions, the theme, and where automations may write to. */
export function SettingsPage() {
  const { owner } = route.useSearch();
  const { data: session } = useSession();
  useTitle('Settings');
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>Settings</h1>
        <span className={page.spacer} />
        {session?.user?.isAdmin ? (
          <Link to="/settings/people" className={buttonClass()}>
            <Users aria-hidden />
            People of this instance
          </Link>
        ) : null}
      </div>
      <ProfileSection />
      <ApiKeysSection />
      <RequestsSection />
      <IntegrationsSection owner={owner} />
      <PasswordSection />
      <SessionsSection />
      <ThemeSection />
    </div>
  );
}
