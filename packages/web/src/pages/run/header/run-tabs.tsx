import { Link, useNavigate } from '@tanstack/react-router';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { LinkTabs, linkTabClass } from '../../../components/tabs.tsx';
import { useShownRun } from '../run-context.ts';

const TABS = [
  { to: '/$entity/$project/runs/$run', title: 'Overview', keys: '1' },
  { to: '/$entity/$project/runs/$run/charts', title: 'Charts', keys: '2' },
  { to: '/$entity/$project/runs/$run/media', title: 'Media', keys: '3' },
  { to: '/$entity/$project/runs/$run/console', title: 'Console', keys: '4' },
  { to: '/$entity/$project/runs/$run/files', title: 'Files', keys: '5' },
  { to: '/$entity/$project/runs/$run/code', title: 'Code', keys: '6' },
  { to: '/$entity/$project/runs/$run/artifacts', title: 'Artifacts', keys: '7' },
  { to: '/$entity/$project/runs/$run/lineage', title: 'Lineage', keys: '8' },
  { to: '/$entity/$project/runs/$run/system', title: 'System', keys: '9' },
  { to: '/$entity/$project/runs/$run/traces', title: 'Traces', keys: 'w' },
] as const;

/** The parts of the run page; each has its address. */
export function RunTabs() {
  const { entity, project, name } = useShownRun();
  const navigate = useNavigate();
  const params = { entity, project, run: name };
  useShortcuts(
    'Run',
    TABS.map(({ to, title, keys }) => ({
      keys,
      label: title,
      run: () => void navigate({ to, params }),
    })),
  );
  return (
    <LinkTabs label="Parts of the run">
      {TABS.map(({ to, title }) => (
        <Link
          key={to}
          to={to}
          params={params}
          className={linkTabClass}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {title}
        </Link>
      ))}
    </LinkTabs>
  );
}
