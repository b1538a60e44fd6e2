import { LineageView } from '../../lineage/lineage-view.tsx';
import { useShownVersion } from './version-context.ts';

/** Where the version comes from and what came of it. */
export function LineageTab() {
  const { address, detail } = useShownVersion();
  const { entity, project, artifact } = address;
  return (
    <LineageView
      entity={entity}
      project={project}
      root={{ artifact: `${artifact}:${detail.version}` }}
    />
  );
}
