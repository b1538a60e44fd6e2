import type { ModelProviderView, MonitorView } from '@runloom/model';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { PageWaiting } from '../../../app/page-waiting.tsx';
import { useTitle } from '../../../app/title.ts';
import type { ProjectPlace } from '../../../data/client.ts';
import { useChangeMonitor, useMonitor } from '../../../data/monitors.ts';
import { useModelProviders } from '../../../data/playground.ts';
import { monitorDraftOf } from './monitor-draft.ts';
import { MonitorForm } from './monitor-form.tsx';

const route = getRouteApi('/$entity/$project/weave/monitors/$monitor/edit');

/** Makes another version of a monitor. */
export function EditMonitorPage() {
  const { entity, project, monitor: id } = route.useParams();
  const place = { entity, project };
  const providers = useModelProviders(entity);
  const monitor = useMonitor(place, id);
  useTitle('Change a monitor', project, entity);
  if (providers.data === undefined || monitor.data === undefined) {
    return <PageWaiting queries={[providers, monitor]} />;
  }
  return <EditMonitor place={place} monitor={monitor.data} providers={providers.data} />;
}

function EditMonitor({
  place,
  monitor,
  providers,
}: {
  readonly place: ProjectPlace;
  readonly monitor: MonitorView;
  readonly providers: readonly ModelProviderView[];
}) {
  const change = useChangeMonitor(place, monitor.id);
  const navigate = useNavigate();
  return (
    <MonitorForm
      place={place}
      title={monitor.name}
      start={monitorDraftOf(monitor.name, monitor.spec)}
      providers={providers}
      isNew={false}
      isBusy={change.isPending}
      error={change.error}
      onSave={({ spec }) =>
        change.mutate(
          { spec },
          {
            onSuccess: () =>
              void navigate({
                to: '/$entity/$project/weave/monitors/$monitor',
                params: { ...place, monitor: String(monitor.id) },
              }),
          },
        )
      }
    />
  );
}
