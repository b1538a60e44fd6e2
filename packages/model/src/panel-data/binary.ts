import type { LineColumns, PanelData, PanelLine } from '../api/panels/answer.ts';
import { type ColumnEncoding, decodeColumn, encodeColumn } from './column-codec.ts';

/** Media type of the binary answer. */
export const PANELS_MEDIA_TYPE = 'application/vnd.runloom.panels';

/** `RLP1`, little-endian. */
const MAGIC = 0x31504c52;
const PREFIX_BYTES = 16;

/** Where a column stands in the data of its panel: its encoding, offset, bytes and length; or whose numbers it shares. */
type ColumnPlace = readonly [ColumnEncoding, number, number, number] | string;

/**
 * One panel of the binary answer; an answer is its panels one after the other.
 *
 * A panel is a prefix of four 32-bit little-endian words (`RLP1`, bytes of the head, bytes of the
 * data, 0), the head (JSON as in the answer in JSON, columns as places in the data), and the data.
 * Head, data and each column in it are filled up to multiples of 8 bytes.
 */
export function encodePanel(panel: PanelData): Uint8Array {
  const parts: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let size = 0;
  const place = (columns: LineColumns): Record<string, ColumnPlace> => {
    const places: Record<string, ColumnPlace> = {};
    const seen: [string, Float64Array][] = [];
    for (const [name, values] of Object.entries(columns)) {
      const twin = seen.find(([, other]) => areSame(other, values));
      if (twin !== undefined) {
        places[name] = twin[0];
        continue;
      }
      seen.push([name, values]);
      const { encoding, bytes } = encodeColumn(values);
      places[name] = [encoding, size, bytes.byteLength, values.length];
      parts.push({ at: size, bytes });
      size = roundUp(size + bytes.byteLength);
    }
    return places;
  };
  const lines = panel.lines.map((line) => ({ ...line, columns: place(line.columns) }));
  const head = new TextEncoder().encode(JSON.stringify({ ...panel, lines }));
  const dataAt = PREFIX_BYTES + roundUp(head.byteLength);
  const bytes = new Uint8Array(dataAt + size);
  const prefix = new DataView(bytes.buffer);
  prefix.setUint32(0, MAGIC, true);
  prefix.setUint32(4, head.byteLength, true);
  prefix.setUint32(8, size, true);
  bytes.set(head, PREFIX_BYTES);
  for (const part of parts) bytes.set(part.bytes, dataAt + part.at);
  return bytes;
}

/**
 * The panels of a binary answer.
 * @throws RangeError when the bytes are no such answer, or cut off
 */
export function decodePanels(answer: ArrayBuffer | Uint8Array): PanelData[] {
  const bytes = answer instanceof Uint8Array ? answer : new Uint8Array(answer);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const panels: PanelData[] = [];
  let at = 0;
  while (at < bytes.byteLength) {
    if (bytes.byteLength - at < PREFIX_BYTES || view.getUint32(at, true) !== MAGIC) {
      throw new RangeError('These bytes are no answer of panels.');
    }
    const headBytes = view.getUint32(at + 4, true);
    const dataBytes = view.getUint32(at + 8, true);
    const dataAt = at + PREFIX_BYTES + roundUp(headBytes);
    if (dataAt + dataBytes > bytes.byteLength) throw new RangeError('The answer is cut off.');
    const head = bytes.subarray(at + PREFIX_BYTES, at + PREFIX_BYTES + headBytes);
    panels.push(decodePanel(head, bytes.subarray(dataAt, dataAt + dataBytes)));
    at = dataAt + dataBytes;
  }
  return panels;
}

type PlacedLine = Omit<PanelLine, 'columns'> & {
  readonly columns: Readonly<Record<string, ColumnPlace>>;
};

function decodePanel(head: Uint8Array, data: Uint8Array): PanelData {
  const panel = JSON.parse(new TextDecoder().decode(head)) as Omit<PanelData, 'lines'> & {
    readonly lines: readonly PlacedLine[];
  };
  const lines = panel.lines.map((line) => {
    const columns: Record<string, Float64Array> = {};
    for (const [name, place] of Object.entries(line.columns)) {
      if (typeof place === 'string') {
        const twin = columns[place];
        if (twin === undefined) throw new RangeError(`There is no column ${place}.`);
        columns[name] = twin;
        continue;
      }
      const [encoding, offset, byteLength, length] = place;
      columns[name] = decodeColumn(encoding, data.subarray(offset, offset + byteLength), length);
    }
    return { ...line, columns } as PanelLine;
  });
  return { ...panel, lines };
}

function areSame(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (!Object.is(a[at], b[at])) return false;
  return true;
}

const roundUp = (bytes: number): number => Math.ceil(bytes / 8) * 8;
