import { getRouteApi } from '@tanstack/react-router';
import { Table2, Upload } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useProject } from '../../data/projects.ts';
import { NamedList } from '../objects/named-list.tsx';

const ImportDialog = lazy(() =>
  import('./import/import-dialog.tsx').then((file) => ({ default: file.ImportDialog })),
);
const route = getRouteApi('/$entity/$project/weave/datasets');

/** The datasets of a project, and a new one from a file. */
export function DatasetsPage() {
  const { entity, project } = route.useParams();
  const { q = '' } = route.useSearch();
  const canWrite = useProject(entity, project).data?.canWrite ?? false;
  const [isImporting, setImporting] = useState(false);
  return (
    <NamedList
      part="datasets"
      entity={entity}
      project={project}
      search={q}
      empty={
        <EmptyState
          icon={<Table2 />}
          title="No datasets yet"
          action={
            <CodeBlock
              label="Python to paste"
              text={`import weave\nweave.init("${entity}/${project}")\n\nweave.publish(weave.Dataset(name="questions", rows=[{"question": "2 + 2?", "answer": "4"}]))`}
            />
          }
        >
          Import a file, choose traces and add them to a dataset, or publish one from a script.
        </EmptyState>
      }
      action={(names) => (
        <>
          {canWrite ? (
            <Button icon={<Upload aria-hidden />} onClick={() => setImporting(true)}>
              Import a file
            </Button>
          ) : null}
          {isImporting ? (
            <Suspense fallback={null}>
              <ImportDialog
                place={{ entity, project }}
                names={names}
                onClose={() => setImporting(false)}
              />
            </Suspense>
          ) : null}
        </>
      )}
    />
  );
}
