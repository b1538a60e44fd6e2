import { Link } from '@tanstack/react-router';
import { LinkTabs, linkTabClass } from '../../components/tabs.tsx';
import type { ProjectPlace } from '../../data/client.ts';
import { useProject } from '../../data/projects.ts';

const PARTS = [
  { to: '/$entity/$project/weave', title: 'Traces' },
  { to: '/$entity/$project/weave/threads', title: 'Threads' },
  { to: '/$entity/$project/weave/usage', title: 'Usage' },
  { to: '/$entity/$project/weave/monitors', title: 'Monitors' },
  { to: '/$entity/$project/weave/annotations', title: 'Annotation' },
  { to: '/$entity/$project/weave/rules', title: 'Rules' },
] as const;

/** The pages about calls of a project. */
export function TracesNav(params: ProjectPlace) {
  // Rules tell what is secret: only who may write reads them.
  const canWrite = useProject(params.entity, params.project).data?.canWrite ?? false;
  return (
    <LinkTabs label="Pages about traces" isInBar>
      {PARTS.filter(({ title }) => canWrite || title !== 'Rules').map(({ to, title }) => (
        <Link
          key={to}
          to={to}
          params={params}
          className={linkTabClass}
          activeOptions={{ exact: title === 'Traces', includeSearch: false }}
        >
          {title}
        </Link>
      ))}
    </LinkTabs>
  );
}
