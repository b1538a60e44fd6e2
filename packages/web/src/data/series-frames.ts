import { decodePanels, type PanelData } from '@runloom/model';

const PREFIX_BYTES = 16;
const roundUp = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** Puts the pieces of a binary answer together and gives each panel as soon as its last byte is there. */
export interface FrameReader {
  /** Panels that these bytes complete. @throws RangeError when they are no answer of panels */
  take(bytes: Uint8Array): readonly PanelData[];
  /** Bytes that belong to no whole panel: an answer that ends with some was cut off. */
  readonly pendingBytes: number;
}

export function createFrameReader(): FrameReader {
  let pieces: Uint8Array[] = [];
  let size = 0;
  let needed = PREFIX_BYTES;
  let isHeadKnown = false;

  function join(): Uint8Array {
    const [only] = pieces;
    if (pieces.length === 1 && only) return only;
    const whole = new Uint8Array(size);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.byteLength;
    }
    pieces = [whole];
    return whole;
  }

  return {
    get pendingBytes() {
      return size;
    },
    take(bytes) {
      if (bytes.byteLength > 0) pieces.push(bytes);
      size += bytes.byteLength;
      const panels: PanelData[] = [];
      while (size >= needed) {
        const whole = join();
        if (!isHeadKnown) {
          const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
          needed = PREFIX_BYTES + roundUp(view.getUint32(4, true)) + view.getUint32(8, true);
          isHeadKnown = true;
          continue;
        }
        // A copy of its own: columns stand on it for long, and at places that arrays can have.
        panels.push(...decodePanels(whole.slice(0, needed)));
        const rest = whole.subarray(needed);
        pieces = rest.byteLength > 0 ? [rest] : [];
        size = rest.byteLength;
        needed = PREFIX_BYTES;
        isHeadKnown = false;
      }
      return panels;
    },
  };
}
