import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { LinkTabs, linkTabClass } from '../../../components/tabs.tsx';
import { useShownVersion } from './version-context.ts';

const VERSION = '/$entity/$project/artifacts/$type/$artifact/$version';

const TABS = [
  { to: VERSION, title: 'Overview', keys: '1' },
  { to: `${VERSION}/metadata`, title: 'Metadata', keys: '2' },
  { to: `${VERSION}/usage`, title: 'Usage', keys: '3' },
  { to: `${VERSION}/files`, title: 'Files', keys: '4' },
  { to: `${VERSION}/lineage`, title: 'Lineage', keys: '5' },
  { to: `${VERSION}/compare`, title: 'Compare', keys: '6' },
] as const;

/** The parts of a version's page; each has its address. */
export function VersionTabs() {
  const { address, detail } = useShownVersion();
  const { type } = useParams({ strict: false });
  const navigate = useNavigate();
  const params = { ...address, type: type ?? detail.type };
  useShortcuts(
    'Version',
    TABS.map(({ to, title, keys }) => ({
      keys,
      label: title,
      run: () => void navigate({ to, params }),
    })),
  );
  return (
    <LinkTabs label="Parts of the version">
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
