import { Link, useSearch } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { textParameter } from '../../../app/search-params.ts';
import { Skeleton } from '../../../components/skeleton.tsx';
import { LinkTabs, linkTabClass } from '../../../components/tabs.tsx';
import { MetadataTab } from '../../artifacts/version/metadata-tab.tsx';
import styles from './version-parts.module.css';

const UsageTab = lazy(async () => ({
  default: (await import('../../artifacts/version/usage/usage-tab.tsx')).UsageTab,
}));
const FilesTab = lazy(async () => ({
  default: (await import('../../artifacts/version/files/files-tab.tsx')).FilesTab,
}));
const LineageTab = lazy(async () => ({
  default: (await import('../../artifacts/version/lineage-tab.tsx')).LineageTab,
}));
const CompareTab = lazy(async () => ({
  default: (await import('../../artifacts/version/compare/compare-tab.tsx')).CompareTab,
}));

const TABS: readonly { id: string; title: string; content: ReactNode }[] = [
  { id: 'metadata', title: 'Metadata', content: <MetadataTab /> },
  { id: 'usage', title: 'Usage', content: <UsageTab /> },
  { id: 'files', title: 'Files', content: <FilesTab /> },
  { id: 'lineage', title: 'Lineage', content: <LineageTab /> },
  { id: 'compare', title: 'Compare', content: <CompareTab /> },
];

/**
 * The parts of the page of an artifact's version, for the same version as it stands in a registry.
 * Needs the version's context above it.
 * @param overview the part that only registries have
 */
export function VersionParts({ overview }: { readonly overview: ReactNode }) {
  const asked = textParameter(useSearch({ strict: false }) as Record<string, unknown>, 'tab');
  const shown = TABS.find(({ id }) => id === asked);
  return (
    <>
      <LinkTabs label="Parts of the version">
        {[{ id: undefined, title: 'Overview' }, ...TABS].map(({ id, title }) => (
          <Link
            key={title}
            to="."
            search={{ tab: id } as never}
            className={linkTabClass}
            activeOptions={{ includeSearch: true, explicitUndefined: true }}
          >
            {title}
          </Link>
        ))}
      </LinkTabs>
      {shown === undefined ? (
        overview
      ) : (
        <div className={styles.part}>
          <Suspense fallback={<Skeleton lines={8} height={20} label={`Loading ${shown.title}`} />}>
            {shown.content}
          </Suspense>
        </div>
      )}
    </>
  );
}
