import type { ModelProviderView, MonitorSpecInput, MonitorView } from '@runloom/model';
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
  const isClients = monitor.client !== null;
  return (
    <MonitorForm
      place={place}
      title={monitor.name}
      // Its own name may be one that no page would give.
      start={monitorDraftOf(isClients ? 'client' : monitor.name, monitor.spec)}
      isClients={isClients}
      providers={providers}
      isNew={false}
      isBusy={change.isPending}
      error={change.error}
      onSave={({ spec }) =>
        change.mutate(
          { spec: isClients ? watchedAs(monitor.spec, spec) : spec },
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

/** What a client says of its monitor, with the alarms and the budget of the page. */
const watchedAs = (
  own: MonitorView['spec'],
  { alarms, callsPerDay, costPerDay }: MonitorSpecInput,
): MonitorSpecInput => ({ ...own, alarms, callsPerDay, costPerDay });
