import type { FileView } from '@runloom/model';
import { type FormEvent, useState } from 'react';
import { Button } from '../../../../components/button.tsx';
import { formatCount } from '../../../../components/format.ts';
import { lastPart } from '../../../../components/last-part.ts';
import { Popover } from '../../../../components/popover.tsx';
import { TextField } from '../../../../components/text-field.tsx';
import { useToasts } from '../../../../components/toast.tsx';
import styles from './files.module.css';

/** More than this a page should not hold in memory. */
const MOST_BYTES = 500_000_000;

/** Downloads some bytes of a file, counted from 0. */
export function DownloadRange({ file }: { readonly file: FileView }) {
  const [from, setFrom] = useState('0');
  const [to, setTo] = useState(String(Math.min(file.sizeBytes, 1_000_000)));
  const [isBusy, setBusy] = useState(false);
  const toasts = useToasts();
  const [start, end] = [Number(from), Number(to)];
  const problem = problemOf(start, end, file.sizeBytes);
  const download = async (event: FormEvent) => {
    event.preventDefault();
    if (problem !== null) return;
    setBusy(true);
    try {
      const response = await fetch(file.url, {
        credentials: 'same-origin',
        headers: { Range: `bytes=${start}-${end - 1}` },
      });
      if (response.status !== 206) throw new Error(`The server answered ${response.status}.`);
      saveAs(await response.blob(), `${lastPart(file.name)}.${start}-${end}`);
    } catch (error) {
      toasts.failure('The bytes were not downloaded', error);
    } finally {
      setBusy(false);
    }
  };
  if (file.sizeBytes < 2) return null;
  return (
    <Popover
      label="Download some bytes"
      align="end"
      trigger={
        <Button size="small" kind="quiet">
          Some bytes…
        </Button>
      }
    >
      <form className={styles.range} onSubmit={(event) => void download(event)}>
        <TextField
          label="From byte"
          inputMode="numeric"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextField
          label="Up to byte"
          inputMode="numeric"
          value={to}
          hint={`of ${formatCount(file.sizeBytes)}, not including it`}
          error={problem}
          onChange={(event) => setTo(event.target.value)}
        />
        <Button type="submit" kind="primary" isBusy={isBusy} disabled={problem !== null}>
          Download
        </Button>
      </form>
    </Popover>
  );
}

function problemOf(start: number, end: number, sizeBytes: number): string | null {
  if (!Number.isInteger(start) || !Number.isInteger(end)) return 'Whole numbers, please.';
  if (start < 0 || end > sizeBytes) return `The file has ${formatCount(sizeBytes)} bytes.`;
  if (start >= end) return 'The range is empty.';
  if (end - start > MOST_BYTES) return 'At most 500 MB at a time.';
  return null;
}

function saveAs(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
