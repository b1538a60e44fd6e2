import { parseExactJson, toApiJson } from '@runloom/model';
import { useQueries } from '@tanstack/react-query';
import { RequestError } from './client.ts';
import type { RunAddress } from './files.ts';
import { queryKeys } from './query-keys.ts';

/** A file to read, at its address of now. */
export interface LayerFile {
  readonly name: string;
  readonly updatedAt: number;
  readonly url: string;
  readonly kind: 'mask' | 'json';
}

/** A class for each pixel, row by row. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly classes: Uint8Array;
}

export type Layer =
  | { readonly kind: 'mask'; readonly mask: Mask }
  | { readonly kind: 'json'; readonly json: unknown };

/** Files that lie over images, by name, as far as they are loaded. */
export function useImageLayers(address: RunAddress, files: readonly LayerFile[]) {
  const { entity, project, run } = address;
  return useQueries({
    queries: files.map((file) => ({
      // The address changes with every reading of the list; the content does not.
      queryKey: [
        ...queryKeys.run(entity, project, run),
        'image-layer',
        file.name,
        file.updatedAt,
      ] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) => readLayer(file, signal),
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine: (results) => {
      const layers = new Map<string, Layer>();
      for (const [index, { data }] of results.entries()) {
        const file = files[index];
        if (file !== undefined && data !== undefined) layers.set(file.name, data);
      }
      return { layers, failedCount: results.filter(({ isError }) => isError).length };
    },
  });
}

async function readLayer(file: LayerFile, signal: AbortSignal): Promise<Layer> {
  const response = await fetch(file.url, { signal, credentials: 'same-origin' });
  if (!response.ok) {
    throw new RequestError('internal', `The file could not be read (${response.status}).`, {
      status: response.status,
    });
  }
  if (file.kind === 'json') {
    return { kind: 'json', json: toApiJson(parseExactJson(await response.text())) };
  }
  return { kind: 'mask', mask: await decodeMask(await response.blob()) };
}

/** The client saves classes as the grey of a PNG. */
async function decodeMask(blob: Blob): Promise<Mask> {
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new Error('The browser gives no canvas to read the mask with.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const classes = new Uint8Array(width * height);
  for (let pixel = 0; pixel < classes.length; pixel += 1) classes[pixel] = data[pixel * 4] ?? 0;
  return { width, height, classes };
}
