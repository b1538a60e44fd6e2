import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { PageWaiting } from '../../../app/page-waiting.tsx';
import { useTitle } from '../../../app/title.ts';
import { useMakeMonitor } from '../../../data/monitors.ts';
import { useModelProviders } from '../../../data/playground.ts';
import { NEW_MONITOR } from './monitor-draft.ts';
import { MonitorForm } from './monitor-form.tsx';

const route = getRouteApi('/$entity/$project/weave/monitors/new');

/** Makes a monitor. */
export function NewMonitorPage() {
  const { entity, project } = route.useParams();
  const place = { entity, project };
  const providers = useModelProviders(entity);
  const make = useMakeMonitor(place);
  const navigate = useNavigate();
  useTitle('New monitor', project, entity);
  if (providers.data === undefined) return <PageWaiting queries={[providers]} />;
  return (
    <MonitorForm
      place={place}
      title="New monitor"
      start={NEW_MONITOR}
      providers={providers.data}
      isNew
      isClients={false}
      isBusy={make.isPending}
      error={make.error}
      onSave={(input) =>
        make.mutate(input, {
          onSuccess: ({ id }) =>
            void navigate({
              to: '/$entity/$project/weave/monitors/$monitor',
              params: { ...place, monitor: String(id) },
            }),
        })
      }
    />
  );
}
