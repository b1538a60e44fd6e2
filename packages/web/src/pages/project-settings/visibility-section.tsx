import { type ProjectView, Visibility } from '@runloom/model';
import { useId } from 'react';
import { VISIBILITY_TEXT } from '../../components/role-names.ts';
import { useToasts } from '../../components/toast.tsx';
import { useChosen } from '../../components/use-chosen.ts';
import { useChangeProject } from '../../data/project-settings.ts';
import { Section } from '../settings/section.tsx';
import styles from './project-settings.module.css';

/** Who sees the project, with what each choice means. */
export function VisibilitySection({ project }: { readonly project: ProjectView }) {
  const change = useChangeProject({ entity: project.entity, project: project.name });
  const toasts = useToasts();
  const id = useId();
  const [shown, show] = useChosen(project.visibility);
  const choose = (visibility: Visibility) => {
    show(visibility);
    change.mutate(
      { visibility },
      {
        onSuccess: () =>
          toasts.success(`The project is ${VISIBILITY_TEXT[visibility].name.toLowerCase()} now`),
        onError: (error) => {
          show(null);
          toasts.failure('The visibility was not changed', error);
        },
      },
    );
  };
  return (
    <Section
      title="Visibility"
      description="A change counts at once: pages that are open close for those who may not see the project any more."
    >
      <fieldset className={styles.choices} disabled={!project.canManage || change.isPending}>
        <legend className="visually-hidden">Who sees the project</legend>
        {Visibility.options.map((visibility) => (
          <div key={visibility} className={styles.choice}>
            <input
              type="radio"
              id={`${id}-${visibility}`}
              name={`${id}-visibility`}
              checked={shown === visibility}
              aria-describedby={`${id}-${visibility}-meaning`}
              onChange={() => choose(visibility)}
            />
            <label htmlFor={`${id}-${visibility}`}>{VISIBILITY_TEXT[visibility].name}</label>
            <p id={`${id}-${visibility}-meaning`}>{VISIBILITY_TEXT[visibility].meaning}</p>
          </div>
        ))}
      </fieldset>
      {project.canManage ? null : (
        <p className={styles.note}>Only who manages the project changes this.</p>
      )}
    </Section>
  );
}
