import { getRouteApi, Link } from '@tanstack/react-router';
import { Table2 } from 'lucide-react';
import { useState } from 'react';
import { PageWaiting } from '../../../app/page-waiting.tsx';
import page from '../../../app/shell/page.module.css';
import { useTitle } from '../../../app/title.ts';
import { Button, buttonClass } from '../../../components/button.tsx';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { Cell, HeadCell, Table } from '../../../components/table.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useAgreement, useAnnotationQueue, useJudges } from '../../../data/annotations.ts';
import { useProject } from '../../../data/projects.ts';
import { ProgressBar } from '../progress-bar.tsx';
import { AgreementPanel } from './agreement-panel.tsx';
import { DatasetDialog } from './dataset-dialog.tsx';
import { DisputesPanel } from './disputes-panel.tsx';
import { JudgesPanel } from './judges-panel.tsx';
import styles from './results.module.css';
import type { TitleOf } from './title-of.ts';

const route = getRouteApi('/$entity/$project/weave/annotations/$queue/results');

/** What the answers of a queue tell: how far people agree, and how far scorers agree with them. */
export function ResultsPage() {
  const place = route.useParams();
  const { entity, project } = place;
  const queue = useAnnotationQueue(place);
  const agreement = useAgreement(place);
  const judges = useJudges(place);
  const canWrite = useProject(entity, project).data?.canWrite ?? false;
  const [isPublishing, setPublishing] = useState(false);
  useTitle('Results', queue.data?.name ?? 'Annotation', project);
  if (queue.data === undefined || agreement.data === undefined || judges.data === undefined) {
    return <PageWaiting queries={[queue, agreement, judges]} />;
  }
  const { name, fields, people } = queue.data;
  const titles = new Map(fields.map((field) => [field.name, field.title]));
  const titleOf: TitleOf = (field) => titles.get(field) ?? field;
  return (
    <div className={page.page}>
      <div className={page.head}>
        <Link to="/$entity/$project/weave/annotations" params={{ entity, project }}>
          Annotation
        </Link>
        <h1 className={page.title}>
          <Truncated text={name} />
        </h1>
        <span className={page.spacer} />
        <ProgressBar queue={queue.data} />
        {canWrite ? (
          <Button icon={<Table2 aria-hidden />} onClick={() => setPublishing(true)}>
            Make a dataset
          </Button>
        ) : null}
        <Link
          to="/$entity/$project/weave/annotations/$queue"
          params={place}
          className={buttonClass('primary', 'medium')}
        >
          Judge calls
        </Link>
      </div>
      <AgreementPanel titleOf={titleOf} agreement={agreement.data.fields} />
      <DisputesPanel
        {...place}
        titleOf={titleOf}
        disputed={agreement.data.disputed}
        canWrite={canWrite}
      />
      <JudgesPanel titleOf={titleOf} judges={judges.data} />
      <Panel title="People" count={formatPlural(people.length, 'person', 'people')} isFlush>
        {people.length === 0 ? (
          <p className={styles.empty}>Nobody has judged a call yet.</p>
        ) : (
          <Table label="People">
            <thead>
              <tr>
                <HeadCell>Who</HeadCell>
                <HeadCell align="end">Judged</HeadCell>
                <HeadCell align="end">Skipped</HeadCell>
                <HeadCell align="end">Open</HeadCell>
              </tr>
            </thead>
            <tbody>
              {people.map(({ user, states }) => (
                <tr key={user}>
                  <Cell>
                    <Truncated text={user} />
                  </Cell>
                  <Cell align="end">{formatCount(states.completed)}</Cell>
                  <Cell align="end">{formatCount(states.skipped)}</Cell>
                  <Cell align="end">{formatCount(states.inProgress)}</Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Panel>
      {isPublishing ? <DatasetDialog {...place} onClose={() => setPublishing(false)} /> : null}
    </div>
  );
}
