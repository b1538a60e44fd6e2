import { Link } from '@tanstack/react-router';
import { LinkTabs, linkTabClass } from '../../components/tabs.tsx';
import type { ProjectPlace } from '../../data/client.ts';

const PARTS = [
  { to: '/$entity/$project/weave/objects', title: 'Objects' },
  { to: '/$entity/$project/weave/ops', title: 'Ops' },
  { to: '/$entity/$project/weave/datasets', title: 'Datasets' },
  { to: '/$entity/$project/weave/prompts', title: 'Prompts' },
  { to: '/$entity/$project/weave/playground', title: 'Playground' },
] as const;

/** The pages about what is published in a project. */
export function ObjectsNav(params: ProjectPlace) {
  return (
    <LinkTabs label="Pages about objects">
      {PARTS.map(({ to, title }) => (
        <Link
          key={to}
          to={to}
          params={params}
          className={linkTabClass}
          activeOptions={{ exact: false, includeSearch: false }}
        >
          {title}
        </Link>
      ))}
    </LinkTabs>
  );
}
