import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTitle } from '../../../app/title.ts';
import { useCall } from '../../../data/calls.ts';
import { useLiveProject } from '../../../data/live.ts';
import { TraceView } from './trace-view.tsx';

const route = getRouteApi('/$entity/$project/weave/calls/$call');

/** A call, beside the trace that it stands in. */
export function TracePage() {
  const { entity, project, call } = route.useParams();
  const { tab, show } = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useCall({ entity, project }, call);
  useTitle(data?.name ?? call, project);
  useLiveProject(entity, project);
  const choose = useCallback(
    (next: string) =>
      void navigate({
        params: { entity, project, call: next },
        search: (before) => before,
        replace: true,
      }),
    [navigate, entity, project],
  );
  const change = (part: {
    readonly tab?: string | undefined;
    readonly show?: string | undefined;
  }) => void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  return (
    <TraceView
      entity={entity}
      project={project}
      call={call}
      tab={tab}
      show={show}
      onChoose={choose}
      onTab={(next) => change({ tab: next })}
      onShow={(next) => change({ show: next })}
    />
  );
}
