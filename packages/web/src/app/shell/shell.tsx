import { Outlet, useMatches, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useShortcuts } from '../shortcuts/provider.tsx';
import { ShortcutsSheet } from '../shortcuts/sheet.tsx';
import { type Theme, useTheme } from '../theme.tsx';
import { Header } from './header.tsx';
import styles from './shell.module.css';

const CommandPalette = lazy(async () => ({
  default: (await import('../palette/command-palette.tsx')).CommandPalette,
}));

/** What is around every page; nothing around those that stand alone. */
export function Shell() {
  const isBare = useMatches({
    select: (matches) => matches.some(({ staticData }) => staticData.isBare === true),
  });
  return isBare ? <Outlet /> : <WholeShell />;
}

/** The header, the command palette, the sheet of shortcuts. */
function WholeShell() {
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [wasPaletteOpened, setPaletteOpened] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const { theme, choose } = useTheme();
  const navigate = useNavigate();
  const { entity, project } = useParams({ strict: false });
  const openPalette = () => {
    setPaletteOpened(true);
    setPaletteOpen(true);
  };

  useShortcuts('Everywhere', [
    { keys: 'mod+k', label: 'Search and commands', run: openPalette, isAlways: true },
    { keys: '?', label: 'Keyboard shortcuts', run: () => setSheetOpen(true) },
    {
      keys: 'mod+/',
      label: 'Keyboard shortcuts',
      run: () => setSheetOpen(true),
      isAlways: true,
    },
    { keys: 'g h', label: 'Go home', run: () => void navigate({ to: '/' }) },
    { keys: 'g r', label: 'Go to the registry', run: () => void navigate({ to: '/registry' }) },
    { keys: 'g s', label: 'Go to settings', run: () => void navigate({ to: '/settings' }) },
    { keys: 'alt+m', label: 'Light or dark', run: () => choose(otherTheme(theme)), isAlways: true },
  ]);
  useShortcuts(
    'Project',
    entity !== undefined && project !== undefined
      ? [
          {
            keys: 'g p',
            label: 'Go to the project',
            run: () => void navigate({ to: '/$entity/$project', params: { entity, project } }),
          },
          {
            keys: 'g a',
            label: 'Go to the artifacts',
            run: () =>
              void navigate({ to: '/$entity/$project/artifacts', params: { entity, project } }),
          },
        ]
      : [],
  );

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <Header onSearch={openPalette} onShortcuts={() => setSheetOpen(true)} />
      <Main />
      <ShortcutsSheet isOpen={isSheetOpen} onClose={() => setSheetOpen(false)} />
      {wasPaletteOpened ? (
        <Suspense>
          <CommandPalette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}

/** The page. When another one comes, focus that would be lost goes to it, so that the keyboard goes on from there. */
function Main() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const element = useRef<HTMLElement>(null);
  const shownPath = useRef(path);
  useEffect(() => {
    if (shownPath.current === path) return;
    shownPath.current = path;
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) element.current?.focus();
  }, [path]);
  return (
    <main ref={element} id="main" tabIndex={-1} className={styles.main}>
      <Outlet />
    </main>
  );
}

function otherTheme(theme: Theme): Theme {
  return theme === 'dark' ? 'light' : 'dark';
}
