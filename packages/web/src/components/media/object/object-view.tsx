import type { FileView } from '@runloom/model';
import { lazy, Suspense, useState } from 'react';
import { EmptyState } from '../../empty-state.tsx';
import { formatBytes } from '../../format.ts';
import { Skeleton } from '../../skeleton.tsx';

/** The library that draws is loaded with the first object. */
const Scene = lazy(async () => ({ default: (await import('./scene.tsx')).Scene }));

const MOST_BYTES = 200_000_000;
const DRAWN = /\.(?:pts\.json|obj|stl|glb|gltf)$/i;

/** Whether a file of this name can be drawn as a 3D object. */
export const isDrawnObject = (name: string): boolean => DRAWN.test(name);

/** A cloud of points, or a model of a scene, to be turned. */
export function ObjectView({ file }: { readonly file: FileView }) {
  const [problem, setProblem] = useState<string | null>(null);
  if (file.sizeBytes > MOST_BYTES) {
    return (
      <EmptyState title="Too large to be drawn">
        {formatBytes(file.sizeBytes)}. Download it.
      </EmptyState>
    );
  }
  if (problem !== null) return <EmptyState title="This can’t be drawn">{problem}</EmptyState>;
  return (
    <Suspense fallback={<Skeleton lines={6} label="Loading the object" />}>
      <Scene file={file} onProblem={setProblem} />
    </Suspense>
  );
}
