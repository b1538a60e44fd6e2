import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { readStored, writeStored } from '../components/storage.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

/** The same key as in `public/theme.js`, which sets the theme before the first paint. */
const STORAGE_KEY = 'runloom.theme';
const DARK = '(prefers-color-scheme: dark)';

interface ThemeState {
  readonly choice: ThemeChoice;
  /** What is on screen; canvases draw again when it changes. */
  readonly theme: Theme;
  choose(choice: ThemeChoice): void;
}

const ThemeContext = createContext<ThemeState | null>(null);

/** Keeps `data-theme` on the root element in step with the choice, the system and other tabs. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const [choice, setChoice] = useState(readChoice);
  const [systemTheme, setSystemTheme] = useState<Theme>(() =>
    matchMedia(DARK).matches ? 'dark' : 'light',
  );
  const theme = choice === 'system' ? systemTheme : choice;

  useEffect(() => {
    const media = matchMedia(DARK);
    const onSystem = () => setSystemTheme(media.matches ? 'dark' : 'light');
    const onOtherTab = (event: StorageEvent) => {
      if (event.key === STORAGE_KEY) setChoice(readChoice());
    };
    media.addEventListener('change', onSystem);
    window.addEventListener('storage', onOtherTab);
    return () => {
      media.removeEventListener('change', onSystem);
      window.removeEventListener('storage', onOtherTab);
    };
  }, []);

  const state = useMemo<ThemeState>(
    () => ({
      choice,
      theme,
      choose(next) {
        writeStored(STORAGE_KEY, next === 'system' ? null : next);
        setChoice(next);
      },
    }),
    [choice, theme],
  );
  // Before the children draw: a canvas reads its colours from the root element.
  document.documentElement.dataset['theme'] = theme;
  return <ThemeContext value={state}>{children}</ThemeContext>;
}

/** The theme on screen and how to change it. */
export function useTheme(): ThemeState {
  const state = useContext(ThemeContext);
  if (state === null) throw new Error('useTheme needs a ThemeProvider above it');
  return state;
}

function readChoice(): ThemeChoice {
  const stored = readStored(STORAGE_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}
