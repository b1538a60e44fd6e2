import { runPlace } from '@runloom/model';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useBoard } from '../board/board-context.ts';

/** Goes to the page of a run of the board. */
export function useOpenRun(): (run: string) => void {
  const { entity, project } = useBoard();
  const navigate = useNavigate();
  return useCallback(
    (run) =>
      void navigate({
        to: '/$entity/$project/runs/$run',
        params: runPlace({ entity, project }, run),
      }),
    [navigate, entity, project],
  );
}
