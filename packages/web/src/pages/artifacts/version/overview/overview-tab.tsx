import { useToasts } from '../../../../components/toast.tsx';
import { useChangeVersion } from '../../../../data/artifacts.ts';
import { DescriptionPanel } from '../../description-panel.tsx';
import { MetadataPanel } from '../metadata-tab.tsx';
import styles from '../version.module.css';
import { useShownVersion } from '../version-context.ts';
import { DetailsPanel } from './details-panel.tsx';
import { LinksPanel } from './links-panel.tsx';

const TREE_HEIGHT = 560;

/** What the version is, who made it, and where it stands. */
export function OverviewTab() {
  const { address, detail } = useShownVersion();
  const change = useChangeVersion({ ...address, version: detail.version });
  const toasts = useToasts();
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <DescriptionPanel
          text={detail.description}
          canEdit={detail.canWrite}
          onSave={(description) =>
            change.mutate(
              { description },
              { onError: (error) => toasts.failure('The description was not saved', error) },
            )
          }
        />
        <MetadataPanel maxHeight={TREE_HEIGHT} />
      </div>
      <aside className={styles.aside} aria-label="About the version">
        <DetailsPanel />
        <LinksPanel />
      </aside>
    </div>
  );
}
