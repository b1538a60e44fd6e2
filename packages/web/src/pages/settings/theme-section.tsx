import { Monitor, Moon, Sun } from 'lucide-react';
import { type ThemeChoice, useTheme } from '../../app/theme.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { Section } from './section.tsx';

/** Light, dark, or as the system is. */
export function ThemeSection() {
  const { choice, choose } = useTheme();
  return (
    <Section title="Theme" description="Kept in this browser.">
      <div>
        <Segmented<ThemeChoice>
          label="Theme"
          value={choice}
          onChange={choose}
          choices={[
            { value: 'system', label: 'System', icon: <Monitor aria-hidden /> },
            { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
            { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
          ]}
        />
      </div>
    </Section>
  );
}
