import { LineageView } from '../../lineage/lineage-view.tsx';
import { useShownRun } from '../run-context.ts';

/** What the run was made from and what came of it. */
export function LineageTab() {
  const { entity, project, name } = useShownRun();
  return <LineageView entity={entity} project={project} root={{ run: name }} />;
}
