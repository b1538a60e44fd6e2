import { type LayoutRequest, layOut } from './layout.ts';

// The page stays quick while large graphs are laid out.
addEventListener('message', ({ data }: MessageEvent<{ id: number; request: LayoutRequest }>) => {
  void layOut(data.request).then((layout) => postMessage({ id: data.id, layout }));
});
