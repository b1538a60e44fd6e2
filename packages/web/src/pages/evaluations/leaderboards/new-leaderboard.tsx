import type { EvaluationView } from '@runloom/model';
import { useNavigate } from '@tanstack/react-router';
import { Trophy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { AreaField } from '../../../components/fields.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { TextField } from '../../../components/text-field.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { useMakeLeaderboard } from '../../../data/evaluations.ts';
import { draftOf, inputOf, type LeaderboardDraft } from './leaderboard-draft.ts';
import styles from './leaderboards.module.css';

interface Props {
  readonly entity: string;
  readonly project: string;
  /** Those it is made of. */
  readonly evaluations: readonly EvaluationView[];
}

/** Makes a leaderboard of chosen evaluations. */
export function NewLeaderboard(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon={<Trophy aria-hidden />} onClick={() => setOpen(true)}>
        Make a leaderboard
      </Button>
      {isOpen ? <LeaderboardDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function LeaderboardDialog({
  entity,
  project,
  evaluations,
  onClose,
}: Props & { readonly onClose: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(evaluations));
  const make = useMakeLeaderboard({ entity, project });
  const navigate = useNavigate();
  const toasts = useToasts();
  const input = inputOf(draft, evaluations);
  const change = (part: Partial<LeaderboardDraft>) => setDraft({ ...draft, ...part });
  const submit = () => {
    if (input === null) return;
    make.mutate(input, {
      onSuccess: ({ name }) =>
        void navigate({
          to: '/$entity/$project/weave/leaderboards/$leaderboard',
          params: { entity, project, leaderboard: name },
        }),
      onError: (error) => toasts.failure('The leaderboard was not made', error),
    });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Make a leaderboard"
      description="It ranks models by these scores, and follows evaluations of the same versions that are still to come."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={input === null} isBusy={make.isPending} onClick={submit}>
            Make it
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <TextField
          label="Name"
          value={draft.title}
          maxLength={200}
          onChange={(event) => change({ title: event.target.value })}
        />
        <AreaField
          label="Description"
          rows={2}
          maxLength={10_000}
          value={draft.description}
          onChange={(description) => change({ description })}
        />
        <ScoreFields draft={draft} onChange={change} />
      </div>
    </Dialog>
  );
}

function ScoreFields({
  draft: { scores },
  onChange,
}: {
  readonly draft: LeaderboardDraft;
  readonly onChange: (part: Partial<LeaderboardDraft>) => void;
}) {
  return (
    <fieldset className={styles.fields}>
      <legend>Scores</legend>
      {scores.map((score, index) => (
        <div key={score.key} className={styles.scoreField}>
          <label>
            <input
              type="checkbox"
              checked={score.isChosen}
              onChange={(event) =>
                onChange({
                  scores: scores.with(index, { ...score, isChosen: event.target.checked }),
                })
              }
            />
            <bdi>{shownText(score.key)}</bdi>
          </label>
          <select
            aria-label={`Which is better of ${score.key}`}
            value={score.direction}
            onChange={(event) =>
              onChange({
                scores: scores.with(index, {
                  ...score,
                  direction: event.target.value === 'lower' ? 'lower' : 'higher',
                }),
              })
            }
          >
            <option value="higher">higher is better</option>
            <option value="lower">lower is better</option>
          </select>
        </div>
      ))}
    </fieldset>
  );
}
