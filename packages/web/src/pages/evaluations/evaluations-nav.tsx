import { Link } from '@tanstack/react-router';
import { LinkTabs, linkTabClass } from '../../components/tabs.tsx';

const PARTS = [
  { to: '/$entity/$project/weave/evaluations', title: 'Evaluations' },
  { to: '/$entity/$project/weave/leaderboards', title: 'Leaderboards' },
] as const;

/** The pages about evaluations of a project. */
export function EvaluationsNav(params: { readonly entity: string; readonly project: string }) {
  return (
    <LinkTabs label="Pages about evaluations" isInBar>
      {PARTS.map(({ to, title }) => (
        <Link
          key={to}
          to={to}
          params={params}
          className={linkTabClass}
          activeOptions={{ includeSearch: false }}
        >
          {title}
        </Link>
      ))}
    </LinkTabs>
  );
}
