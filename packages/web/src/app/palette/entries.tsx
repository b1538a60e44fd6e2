import { pagePath, type SearchHit } from '@runloom/model';
import { useNavigate, useParams } from '@tanstack/react-router';
import {
  Bell,
  Boxes,
  ChartLine,
  Cpu,
  Files,
  Folder,
  House,
  Keyboard,
  type LucideIcon,
  Monitor,
  Moon,
  Network,
  Search,
  Settings,
  SquareTerminal,
  Sun,
  TableProperties,
  Waypoints,
  Zap,
} from 'lucide-react';
import { useCollections } from '../../data/artifacts.ts';
import { useProjects } from '../../data/projects.ts';
import { useRunRows } from '../../data/run-table.ts';
import { shortcutText } from '../shortcuts/keys.ts';
import { isMac, useShortcutGroups } from '../shortcuts/provider.tsx';
import { type ThemeChoice, useTheme } from '../theme.tsx';
import type { Candidate } from './ranking.ts';

export interface Entry extends Candidate {
  /** Tells it from all others. */
  readonly id: string;
  readonly icon: LucideIcon;
  /** Shown faint beside the label, e.g. the owner of a project. */
  readonly detail?: string;
  /** The address of the page that it goes to, where the search of the server may name it, too. */
  readonly path?: string;
  /** What matched in the label, where the server says so. */
  readonly ranges?: readonly (readonly [number, number])[];
  /** A piece of another text that matched. */
  readonly excerpt?: SearchHit['excerpt'];
  readonly run: () => void;
}

export interface EntryGroup {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** Things to do, below what is found. */
  readonly isCommands?: boolean;
}

/** Runs that are offered by name: the newest. */
const MOST_RUNS = 200;

/** Artifacts that are offered by name: those with the newest versions. */
const MOST_ARTIFACTS = 500;

const RUN_TABS = [
  { to: '/$entity/$project/runs/$run', label: 'Overview', icon: TableProperties },
  { to: '/$entity/$project/runs/$run/charts', label: 'Charts', icon: ChartLine },
  { to: '/$entity/$project/runs/$run/console', label: 'Console', icon: SquareTerminal },
  { to: '/$entity/$project/runs/$run/files', label: 'Files', icon: Files },
  { to: '/$entity/$project/runs/$run/artifacts', label: 'Artifacts', icon: Boxes },
  { to: '/$entity/$project/runs/$run/lineage', label: 'Lineage', icon: Network },
  { to: '/$entity/$project/runs/$run/system', label: 'System', icon: Cpu },
] as const;

const THEMES: readonly { choice: ThemeChoice; label: string; icon: LucideIcon }[] = [
  { choice: 'light', label: 'Light theme', icon: Sun },
  { choice: 'dark', label: 'Dark theme', icon: Moon },
  { choice: 'system', label: 'Theme of the system', icon: Monitor },
];

/** Everything the palette can do from where the reader is, by group. */
export function usePaletteEntries(): readonly EntryGroup[] {
  const navigate = useNavigate();
  const { choose } = useTheme();
  const { entity, project, run } = useParams({ strict: false });
  const { data: projects = [] } = useProjects(null);
  const runs =
    useRunRows(entity ?? '', project ?? '', { limit: MOST_RUNS }, project !== undefined).data
      ?.rows ?? [];
  const artifacts =
    useCollections(
      entity ?? '',
      project ?? '',
      { sort: 'updated', direction: 'descending' },
      { enabled: project !== undefined, limit: MOST_ARTIFACTS },
    ).data?.pages[0]?.collections ?? [];
  const commands = useShortcutGroups().flatMap(({ title, shortcuts }) =>
    shortcuts
      .filter(({ label }) => label !== 'Search and commands')
      .map((shortcut) => ({
        id: `command ${title} ${shortcut.keys}`,
        label: shortcut.label,
        keywords: title,
        detail: shortcutText(shortcut.keys, isMac),
        icon: Keyboard,
        run: shortcut.run,
      })),
  );

  const tabs =
    entity !== undefined && project !== undefined && run !== undefined
      ? RUN_TABS.map(({ to, label, icon }) => ({
          id: `tab ${label}`,
          label: `Run: ${label.toLowerCase()}`,
          icon,
          run: () => void navigate({ to, params: { entity, project, run } }),
        }))
      : [];
  const pages: Entry[] = [
    { id: 'home', label: 'Home', icon: House, run: () => void navigate({ to: '/' }) },
    {
      id: 'registry',
      label: 'Registry',
      keywords: 'models datasets collections versions organization',
      icon: Boxes,
      run: () => void navigate({ to: '/registry' }),
    },
    {
      id: 'automations',
      label: 'Automations',
      keywords: 'webhook alert trigger notification',
      icon: Zap,
      run: () => void navigate({ to: '/automations' }),
    },
    ...(entity !== undefined && project !== undefined
      ? [
          {
            id: 'project automations',
            label: 'Automations of this project',
            keywords: 'webhook alert trigger notification',
            icon: Zap,
            run: () =>
              void navigate({ to: '/$entity/$project/automations', params: { entity, project } }),
          },
        ]
      : []),
    {
      id: 'search',
      label: 'Search',
      keywords: 'find everything results',
      icon: Search,
      run: () => void navigate({ to: '/search' }),
    },
    {
      id: 'notifications',
      label: 'Notifications',
      keywords: 'bell mentions unread mail mute watch',
      icon: Bell,
      run: () => void navigate({ to: '/notifications' }),
    },
    {
      id: 'settings',
      label: 'Settings',
      keywords: 'api keys password sessions profile integrations webhooks secrets',
      icon: Settings,
      run: () => void navigate({ to: '/settings' }),
    },
  ];
  return [
    { title: 'This run', entries: tabs },
    {
      title: 'Runs of this project',
      entries: runs.map(({ name, displayName, state }) => ({
        id: `run ${name}`,
        path: pagePath(entity ?? '', project ?? '', 'runs', name),
        label: displayName || name,
        keywords: name,
        detail: state,
        icon: Waypoints,
        run: () => {
          if (entity === undefined || project === undefined) return;
          void navigate({
            to: '/$entity/$project/runs/$run',
            params: { entity, project, run: name },
          });
        },
      })),
    },
    {
      title: 'Artifacts of this project',
      entries: artifacts.map(({ name, type }) => ({
        id: `artifact ${name}`,
        path: pagePath(entity ?? '', project ?? '', 'artifacts', type, name),
        label: name,
        keywords: `artifact ${type}`,
        detail: type,
        icon: Boxes,
        run: () => {
          if (entity === undefined || project === undefined) return;
          void navigate({
            to: '/$entity/$project/artifacts/$type/$artifact',
            params: { entity, project, type, artifact: name },
          });
        },
      })),
    },
    {
      title: 'Projects',
      entries: projects.map((found) => ({
        id: `project ${found.entity}/${found.name}`,
        path: pagePath(found.entity, found.name),
        label: found.name,
        keywords: found.entity,
        detail: found.entity,
        icon: Folder,
        run: () =>
          void navigate({
            to: '/$entity/$project',
            params: { entity: found.entity, project: found.name },
          }),
      })),
    },
    { title: 'Commands', isCommands: true, entries: commands },
    { title: 'Pages', isCommands: true, entries: pages },
    {
      title: 'Theme',
      isCommands: true,
      entries: THEMES.map(({ choice, label, icon }) => ({
        id: `theme ${choice}`,
        label,
        keywords: 'appearance colour mode',
        icon,
        run: () => choose(choice),
      })),
    },
  ];
}
