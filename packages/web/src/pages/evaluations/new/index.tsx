import type { EvaluationRunInput, ModelProviderView } from '@runloom/model';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { PageWaiting } from '../../../app/page-waiting.tsx';
import page from '../../../app/shell/page.module.css';
import { useTitle } from '../../../app/title.ts';
import { Button } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { messageOf } from '../../../components/error-state.tsx';
import { NumberField } from '../../../components/fields.tsx';
import { Panel } from '../../../components/panel.tsx';
import { SelectField } from '../../../components/select-field.tsx';
import { TextField } from '../../../components/text-field.tsx';
import {
  useEvaluationEstimate,
  useScorers,
  useStartEvaluation,
} from '../../../data/evaluation-runs.ts';
import { useModelProviders } from '../../../data/playground.ts';
import { useWeaveObjects } from '../../../data/weave-objects.ts';
import { ProvidersDialog } from '../../playground/providers-dialog.tsx';
import { readScorer, type ScorerDraft } from '../scorers/scorer-draft.ts';
import { ScorersField } from '../scorers/scorers-field.tsx';
import { Estimate } from './estimate.tsx';
import { type ModelDraft, readModel } from './model-draft.ts';
import { ModelsField } from './models-field.tsx';
import styles from './new.module.css';

const route = getRouteApi('/$entity/$project/weave/evaluations/new');

/** Makes an evaluation: a dataset, models, scorers, and what it will cost before it starts. */
export function NewEvaluationPage() {
  const { entity, project } = route.useParams();
  const { dataset = '', prompt = '' } = route.useSearch();
  const objects = useWeaveObjects(entity, project, 'object');
  const providers = useModelProviders(entity);
  const scorers = useScorers({ entity, project });
  useTitle('New evaluation', project, entity);
  if (objects.data === undefined || providers.data === undefined || scorers.data === undefined) {
    return <PageWaiting queries={[objects, providers, scorers]} />;
  }
  const { data } = objects;
  const ofClass = (wanted: (one: (typeof data)[number]) => boolean) =>
    data.filter(wanted).map(({ name }) => name);
  return (
    <NewEvaluation
      key={`${entity}/${project}`}
      place={{ entity, project }}
      datasets={ofClass(({ baseClass }) => baseClass === 'Dataset')}
      prompts={ofClass(({ baseClass }) => baseClass === 'Prompt')}
      saved={ofClass(({ latest }) => latest.leafClass === 'LLMStructuredCompletionModel')}
      providers={providers.data}
      published={scorers.data}
      start={{ dataset, prompt }}
    />
  );
}

function NewEvaluation({
  place,
  datasets,
  prompts,
  saved,
  providers,
  published,
  start,
}: {
  readonly place: { readonly entity: string; readonly project: string };
  readonly datasets: readonly string[];
  readonly prompts: readonly string[];
  readonly saved: readonly string[];
  readonly providers: readonly ModelProviderView[];
  readonly published: Parameters<typeof ScorersField>[0]['published'];
  readonly start: { readonly dataset: string; readonly prompt: string };
}) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [dataset, setDataset] = useState(start.dataset || (datasets[0] ?? ''));
  const [version, setVersion] = useState('');
  const [models, setModels] = useState<readonly ModelDraft[]>(() => [firstModel()]);
  const [scorers, setScorers] = useState<readonly ScorerDraft[]>([]);
  const [limit, setLimit] = useState<number | null>(null);
  const [trials, setTrials] = useState(1);
  const [atOnce, setAtOnce] = useState(4);
  const [timeoutSeconds, setTimeoutSeconds] = useState(120);
  const [attempts, setAttempts] = useState(4);
  const [isChecked, setChecked] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const starting = useStartEvaluation(place);

  function firstModel(): ModelDraft {
    const [provider] = providers;
    return {
      id: 1,
      kind: 'prompt',
      name: start.prompt || (prompts[0] ?? ''),
      version: '',
      provider: provider?.name ?? '',
      model: provider?.models[0] ?? '',
    };
  }

  const readModels = models.map(readModel);
  const readScorers = scorers.map(readScorer);
  const isWhole =
    dataset !== '' &&
    readModels.every((model) => model !== null) &&
    readScorers.every((read) => 'scorer' in read);
  const input: EvaluationRunInput | null = isWhole
    ? {
        name: name.trim() === '' ? null : name.trim(),
        dataset: { name: dataset, version: version.trim() || 'latest' },
        models: readModels.filter((model) => model !== null),
        scorers: readScorers.flatMap((read) => ('scorer' in read ? [read.scorer] : [])),
        trials,
        limit,
        atOnce,
        timeoutSeconds,
        attempts,
      }
    : null;
  const estimate = useEvaluationEstimate(place, useDeferredValue(JSON.stringify(input)));
  const [{ provider = '', model = '' } = {}] = models;
  const begin = () => {
    setChecked(true);
    if (input === null) return;
    starting.mutate(input, {
      onSuccess: (runs) => {
        const [first] = runs;
        void navigate(
          first === undefined || runs.length > 1
            ? { to: '/$entity/$project/weave/evaluations', params: place }
            : {
                to: '/$entity/$project/weave/evaluations/$evaluation',
                params: { ...place, evaluation: first.evaluation },
              },
        );
      },
    });
  };
  const problem = starting.error ?? (isWhole ? estimate.error : null);
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>New evaluation</h1>
        <span className={page.spacer} />
        <Button
          kind="primary"
          icon={<Play aria-hidden />}
          disabled={!isWhole}
          isBusy={starting.isPending}
          onClick={begin}
        >
          Start
        </Button>
      </div>
      {providers.length === 0 ? (
        <EmptyState
          title="No provider yet"
          action={<Button onClick={() => setAdding(true)}>Add a provider</Button>}
        >
          Models are asked where a provider says: OpenAI’s interface (vLLM and Ollama, too),
          Anthropic’s or Gemini’s.
        </EmptyState>
      ) : null}
      <Panel title="Dataset">
        <div className={styles.fields}>
          <SelectField
            label="Dataset"
            value={dataset}
            choices={[
              ...(datasets.includes(dataset) ? [] : [{ value: dataset, label: dataset || 'None' }]),
              ...datasets.map((one) => ({ value: one, label: one })),
            ]}
            {...(datasets.length === 0
              ? { hint: 'This project has no dataset yet: import one or make one of traces.' }
              : {})}
            onChange={setDataset}
          />
          <TextField
            label="Version"
            placeholder="latest"
            value={version}
            onChange={(event) => setVersion(event.target.value)}
          />
          <NumberField
            label="Only the first rows"
            placeholder="all"
            min={1}
            max={20_000}
            value={limit}
            onChange={setLimit}
          />
          <NumberField
            label="Trials of each"
            min={1}
            max={20}
            value={trials}
            onChange={(next) => setTrials(next ?? 1)}
          />
          <TextField
            label="Name of the evaluation"
            placeholder="made of dataset and model"
            value={name}
            maxLength={128}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
      </Panel>
      <Panel title="Models">
        <ModelsField
          drafts={models}
          prompts={prompts}
          saved={saved}
          providers={providers}
          onChange={setModels}
        />
      </Panel>
      <Panel title="Scorers">
        <ScorersField
          drafts={scorers}
          providers={providers}
          published={published}
          model={{ provider, model }}
          isChecked={isChecked || scorers.length > 0}
          onChange={setScorers}
        />
      </Panel>
      <Panel title="How it is carried out">
        <div className={styles.fields}>
          <NumberField
            label="Examples at once"
            min={1}
            max={32}
            value={atOnce}
            onChange={(next) => setAtOnce(next ?? 4)}
          />
          <NumberField
            label="Seconds until an answer is given up"
            min={1}
            max={3_600}
            value={timeoutSeconds}
            onChange={(next) => setTimeoutSeconds(next ?? 120)}
          />
          <NumberField
            label="Tries for an answer"
            min={1}
            max={10}
            hint="A provider that asks to wait is waited for beside these."
            value={attempts}
            onChange={(next) => setAttempts(next ?? 4)}
          />
        </div>
      </Panel>
      <Panel title="What it will ask for">
        {problem !== null ? (
          <p role="alert" className={styles.warning}>
            {messageOf(problem)}
          </p>
        ) : estimate.data === undefined ? (
          <p className={styles.hint}>
            {isWhole
              ? 'Counting…'
              : 'Choose a dataset, and for each model a prompt and a provider.'}
          </p>
        ) : (
          <Estimate estimate={estimate.data} />
        )}
      </Panel>
      {isAdding ? (
        <ProvidersDialog
          entity={place.entity}
          providers={providers}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </div>
  );
}
