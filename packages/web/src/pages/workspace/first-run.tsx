import type { ProjectView } from '@runloom/model';
import { ChartLine } from 'lucide-react';
import page from '../../app/shell/page.module.css';
import { EmptyState } from '../../components/empty-state.tsx';
import { QuickStart } from '../../components/quick-start.tsx';
import styles from './workspace.module.css';

/** A project without runs: what to paste. The first run appears by itself. */
export function FirstRun({ project }: { readonly project: ProjectView }) {
  if (!project.canWrite) {
    return (
      <EmptyState icon={<ChartLine aria-hidden />} title="No runs yet">
        Runs that are logged to this project appear here by themselves.
      </EmptyState>
    );
  }
  return (
    <div className={page.page}>
      <div className={styles.first}>
        <h1 className="visually-hidden">{project.name}</h1>
        <h2 className={page.title}>Log the first run</h2>
        <p className={styles.lead}>
          Keep the script you have: it shows up here while it runs, without a reload.
        </p>
      </div>
      <QuickStart entity={project.entity} project={project.name} />
    </div>
  );
}
