/** What moves with the pointer over a chart, as elements, so that the canvas need not be drawn again. */
export interface Overlay {
  /** Puts the elements into a plotting area. */
  attach(area: HTMLElement): void;
  /** The vertical line and the dots on the lines; null hides them. CSS pixels in the plotting area. */
  showCrosshair(
    crosshair: {
      readonly left: number;
      readonly dots: readonly {
        readonly left: number;
        readonly top: number;
        readonly colour: string;
      }[];
    } | null,
  ): void;
  /** The stretch that is being selected; null hides it. */
  showSelection(selection: { readonly from: number; readonly to: number } | null): void;
}

/** @param classes names of the styles of its parts */
export function createOverlay(classes: {
  readonly crosshair: string;
  readonly dot: string;
  readonly selection: string;
}): Overlay {
  const line = element(classes.crosshair);
  const selection = element(classes.selection);
  const dots: HTMLElement[] = [];
  let host: HTMLElement | null = null;

  function dotAt(index: number): HTMLElement {
    const existing = dots[index];
    if (existing) return existing;
    const dot = element(classes.dot);
    dots.push(dot);
    host?.append(dot);
    return dot;
  }

  return {
    attach(area) {
      host = area;
      area.append(selection, line, ...dots);
    },
    showCrosshair(crosshair) {
      line.hidden = crosshair === null;
      if (crosshair) line.style.transform = `translateX(${crosshair.left}px)`;
      const shown = crosshair?.dots ?? [];
      for (const [index, { left, top, colour }] of shown.entries()) {
        const dot = dotAt(index);
        dot.hidden = false;
        dot.style.transform = `translate(${left}px, ${top}px)`;
        dot.style.background = colour;
      }
      for (const dot of dots.slice(shown.length)) dot.hidden = true;
    },
    showSelection(range) {
      selection.hidden = range === null;
      if (range === null) return;
      selection.style.left = `${Math.min(range.from, range.to)}px`;
      selection.style.width = `${Math.abs(range.to - range.from)}px`;
    },
  };
}

function element(className: string): HTMLElement {
  const created = document.createElement('div');
  created.className = className;
  created.hidden = true;
  return created;
}
