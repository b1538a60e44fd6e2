import type { ModelProviderView, ScorerList } from '@runloom/model';
import { Plus, X } from 'lucide-react';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../../components/menu.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TextField } from '../../../components/text-field.tsx';
import { draftOf, newScorer, readScorer, SCORER_KINDS, type ScorerDraft } from './scorer-draft.ts';
import { ScorerFields } from './scorer-fields.tsx';
import styles from './scorers.module.css';

/** Scorers that are chosen, each with its settings. */
export function ScorersField({
  drafts,
  providers,
  published,
  model,
  isChecked,
  onChange,
}: {
  readonly drafts: readonly ScorerDraft[];
  readonly providers: readonly ModelProviderView[];
  /** Those of the project, to take one of them. */
  readonly published: ScorerList['scorers'];
  /** What a new judge asks. */
  readonly model: { readonly provider: string; readonly model: string };
  /** Whether what is wrong is told. */
  readonly isChecked: boolean;
  readonly onChange: (drafts: readonly ScorerDraft[]) => void;
}) {
  const nextId = Math.max(0, ...drafts.map(({ id }) => id)) + 1;
  const names = [...drafts.map(({ name }) => name), ...published.map(({ name }) => name)];
  const usable = published.filter(
    ({ spec, name }) => spec !== null && !drafts.some((draft) => draft.name === name),
  );
  return (
    <div className={styles.scorers}>
      {drafts.map((draft, index) => {
        const change = (part: Partial<ScorerDraft>) =>
          onChange(drafts.with(index, { ...draft, ...part }));
        const read = readScorer(draft);
        const label = SCORER_KINDS.find(({ value }) => value === draft.kind)?.label ?? 'Scorer';
        return (
          <fieldset key={draft.id} className={styles.scorer}>
            <legend className="visually-hidden">
              {label} {shownText(draft.name)}
            </legend>
            <div className={styles.scorerHead}>
              <strong>{label}</strong>
              <TextField
                label="Name of the score"
                className={styles.name}
                value={draft.name}
                onChange={(event) => change({ name: event.target.value })}
              />
              <IconButton
                size="small"
                label={`Remove ${draft.name || label}`}
                icon={<X aria-hidden />}
                onClick={() => onChange(drafts.toSpliced(index, 1))}
              />
            </div>
            <ScorerFields draft={draft} providers={providers} onChange={change} />
            {isChecked && 'problem' in read ? (
              <p role="alert" className={styles.problem}>
                {read.problem}
              </p>
            ) : null}
          </fieldset>
        );
      })}
      <div className={styles.add}>
        <Menu trigger={<Button icon={<Plus aria-hidden />}>Add a scorer</Button>}>
          {SCORER_KINDS.map(({ value, label }) => (
            <MenuItem
              key={value}
              onSelect={() => onChange([...drafts, newScorer(nextId, value, names, model)])}
            >
              {label}
            </MenuItem>
          ))}
        </Menu>
        {usable.length === 0 ? null : (
          <Menu trigger={<Button>Use one of the project</Button>}>
            {usable.map(({ name, spec }) => (
              <MenuItem
                key={name}
                onSelect={() =>
                  spec === null ? undefined : onChange([...drafts, draftOf(nextId, spec)])
                }
              >
                {shownText(name)}
              </MenuItem>
            ))}
          </Menu>
        )}
      </div>
    </div>
  );
}
