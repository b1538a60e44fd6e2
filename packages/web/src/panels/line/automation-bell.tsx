import { useNavigate } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { IconButton } from '../../components/icon-button.tsx';
import { useBoard } from '../board/board-context.ts';
import type { PanelSubjects } from './panel-subjects.ts';

/** Opens the form of an automation on the metric of the panel, filled in. */
export function AutomationBell({
  title,
  subjects,
}: {
  readonly title: string;
  readonly subjects: Pick<PanelSubjects, 'y'>;
}) {
  const { entity, project } = useBoard();
  const navigate = useNavigate();
  // Expressions are drawn here and logged nowhere: nothing could watch them.
  const [key] = subjects.y.flatMap((each) => ('key' in each ? [each.key] : []));
  if (key === undefined) return null;
  return (
    <IconButton
      size="small"
      label={`Create an automation on ${title}`}
      icon={<Bell aria-hidden />}
      onClick={() =>
        void navigate({
          to: '/$entity/$project/automations',
          params: { entity, project },
          search: { new: 'RUN_METRIC', metric: key },
        })
      }
    />
  );
}
