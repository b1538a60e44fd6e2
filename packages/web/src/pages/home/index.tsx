import { getRouteApi } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ProjectsList } from '../../components/projects-list.tsx';
import { QuickStart } from '../../components/quick-start.tsx';
import { useProjects } from '../../data/projects.ts';
import { NewTeamButton } from './new-team-button.tsx';
import { Welcome } from './welcome.tsx';

const route = getRouteApi('/');

/** The reader's projects, or what to do so that there are some. */
export function HomePage() {
  useTitle('Projects');
  const { q, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const projects = useProjects(null);
  const [isQuickStartOpen, setQuickStartOpen] = useState(false);

  if (projects.isPending) return <PagePending />;
  if (projects.data === undefined) {
    return <PageError error={projects.error} onRetry={() => void projects.refetch()} />;
  }
  if (projects.data.length === 0) return <Welcome />;
  return (
    <div className={classNames(page.page, page.fill)}>
      <div className={page.head}>
        <h1 className={page.title}>Projects</h1>
        <span className={page.spacer} />
        <NewTeamButton />
        <Button icon={<Plus aria-hidden />} onClick={() => setQuickStartOpen(true)}>
          Log a run
        </Button>
      </div>
      <ProjectsList
        projects={projects.data}
        search={q ?? ''}
        sort={sort}
        showsEntity
        onChange={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
        }
      />
      <Dialog
        isOpen={isQuickStartOpen}
        onClose={() => setQuickStartOpen(false)}
        title="Log a run"
        description="Paste these, and the run shows up in the list while it is still running."
        width="large"
      >
        <QuickStart />
      </Dialog>
    </div>
  );
}
