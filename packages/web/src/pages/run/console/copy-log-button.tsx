import { Copy } from 'lucide-react';
import { useState } from 'react';
import { plainText } from '../../../components/ansi/ansi.ts';
import { copyText } from '../../../components/copy-text.ts';
import { formatBytes } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { useToasts } from '../../../components/toast.tsx';
import { readConsoleText } from '../../../data/console.ts';

/** More than this is for a file, not for a clipboard. */
const MOST_BYTES = 20_000_000;

/** Copies the whole log without its colours. */
export function CopyLogButton({
  address,
}: {
  readonly address: { readonly entity: string; readonly project: string; readonly run: string };
}) {
  const [isBusy, setBusy] = useState(false);
  const toasts = useToasts();
  const copy = async () => {
    setBusy(true);
    try {
      const { text, isWhole } = await readConsoleText(address, MOST_BYTES);
      await copyText(text.split('\n').map(plainText).join('\n'));
      if (isWhole) toasts.success('Output copied');
      else toasts.success(`The first ${formatBytes(MOST_BYTES)} copied`, 'Download has all of it.');
    } catch (error) {
      toasts.failure('The output was not copied', error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <IconButton
      size="small"
      label="Copy all"
      icon={<Copy aria-hidden />}
      disabled={isBusy}
      onClick={() => void copy()}
    />
  );
}
