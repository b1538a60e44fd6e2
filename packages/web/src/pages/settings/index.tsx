import page from '../../app/shell/page.module.css';
import { useTitle } from '../../app/title.ts';
import { ApiKeysSection } from './api-keys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { ThemeSection } from './theme-section.tsx';

/** What concerns only the reader: who they are, their keys and password, the theme. */
export function SettingsPage() {
  useTitle('Settings');
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>Settings</h1>
      </div>
      <ProfileSection />
      <ApiKeysSection />
      <PasswordSection />
      <ThemeSection />
    </div>
  );
}
