import { getRouteApi } from '@tanstack/react-router';
import { PageError } from '../../../app/page-error.tsx';
import page from '../../../app/shell/page.module.css';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { useCallRules } from '../../../data/call-rules.ts';
import { useProject } from '../../../data/projects.ts';
import { TracesNav } from '../traces-nav.tsx';
import { RulesForm } from './rules-form.tsx';

const route = getRouteApi('/$entity/$project/weave/rules');

/** What a project does to calls before they are stored: redaction and sampling. */
export function RulesPage() {
  const { entity, project } = route.useParams();
  const found = useProject(entity, project);
  const rules = useCallRules(entity, project);
  useTitle('Rules of traces', project, entity);
  const error = found.error ?? rules.error;
  if (error !== null) return <PageError error={error} onRetry={() => void rules.refetch()} />;
  if (found.data === undefined || rules.data === undefined) return <PagePending />;
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className="visually-hidden">Rules of traces</h1>
        <TracesNav entity={entity} project={project} />
      </div>
      <RulesForm
        key={`${entity}/${project}`}
        entity={entity}
        project={project}
        saved={rules.data}
        canManage={found.data.canManage}
      />
    </div>
  );
}
