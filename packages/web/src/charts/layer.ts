/** One of the canvases that lie over each other in a chart. */
export interface Layer {
  /** CSS pixels. */
  resize(width: number, height: number): void;
  /** The pen, in CSS pixels, on an empty canvas; null where the browser has none. */
  clear(): CanvasRenderingContext2D | null;
  remove(): void;
}

/** A canvas over all of an element, as sharp as the screen. @param name stands in `data-layer` */
export function createLayer(root: HTMLElement, name: string): Layer {
  const canvas = document.createElement('canvas');
  canvas.dataset['layer'] = name;
  canvas.style.cssText = 'position:absolute;inset:0;pointer-events:none';
  canvas.setAttribute('aria-hidden', 'true');
  root.append(canvas);
  const pen = canvas.getContext('2d');
  let [width, height] = [0, 0];
  return {
    resize(nextWidth: number, nextHeight: number): void {
      width = nextWidth;
      height = nextHeight;
      const ratio = window.devicePixelRatio || 1;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    },
    clear(): CanvasRenderingContext2D | null {
      const ratio = canvas.width / Math.max(1, width);
      pen?.setTransform(ratio, 0, 0, canvas.height / Math.max(1, height), 0, 0);
      pen?.clearRect(0, 0, width, height);
      return pen;
    },
    remove: () => canvas.remove(),
  };
}
