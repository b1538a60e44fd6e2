import { getRouteApi } from '@tanstack/react-router';
import page from '../../app/shell/page.module.css';
import { useTitle } from '../../app/title.ts';
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
  useTitle('Settings');
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>Settings</h1>
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
