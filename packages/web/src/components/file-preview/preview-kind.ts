import type { FileView } from '@runloom/model';

/** How a file is shown. `guess`: as text unless its first bytes say that it is not. */
export type PreviewKind =
  | 'image'
  | 'audio'
  | 'video'
  | 'json'
  | 'notebook'
  | 'markdown'
  | 'html'
  | 'table'
  | 'diff'
  | 'text'
  | 'guess'
  | 'none';

const IMAGES = /^image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)$/;
const TEXTS =
  /^(?:text\/.+|application\/(?:yaml|jsonl|xml|javascript|toml|x-sh|sql))$|\+xml$|^model\/obj$|^chemical\//;
const BINARIES =
  /\.(?:pt|pth|ckpt|safetensors|onnx|npy|npz|pkl|pickle|joblib|h5|hdf5|tflite|gguf|so|dylib|dll|exe|zip|gz|tgz|xz|zst|bz2|tar|7z|whl|parquet|arrow|feather|db|sqlite|wandb|pdf)$/i;

/** Which preview suits a file, by what its name says it is. */
export function previewKind({ name, mimeType }: Pick<FileView, 'name' | 'mimeType'>): PreviewKind {
  const type = mimeType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (IMAGES.test(type)) return 'image';
  if (type.startsWith('audio/')) return 'audio';
  if (type.startsWith('video/')) return 'video';
  if (type === 'application/x-ipynb+json' || /\.ipynb$/i.test(name)) return 'notebook';
  if (type === 'text/markdown' || type === 'text/x-markdown') return 'markdown';
  if (type === 'text/html') return 'html';
  if (type === 'application/json' || type.endsWith('+json')) return 'json';
  if (type === 'text/csv' || type === 'text/tab-separated-values') return 'table';
  if (type === 'text/x-diff' || /\.(?:diff|patch)$/i.test(name)) return 'diff';
  if (TEXTS.test(type)) return 'text';
  return BINARIES.test(name) || /^(?:image|model)\//.test(type) ? 'none' : 'guess';
}

/** Whether the start of a file is text: no NUL, and hardly a byte that is not UTF-8. */
export function looksLikeText(text: string): boolean {
  const start = text.slice(0, 4000);
  if (start.includes('\0')) return false;
  const broken = start.split('\uFFFD').length - 1;
  return broken <= start.length / 50;
}

/** Whether the browser shows a file by itself: the server has all others saved. */
export function opensInBrowser({ mimeType }: Pick<FileView, 'mimeType'>): boolean {
  return /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/|video\/|text\/|application\/json$)/.test(
    mimeType,
  );
}

/** Pages and drawings that could run scripts elsewhere are shown here as their source or as a still image. */
export function canHoldScripts({ mimeType }: Pick<FileView, 'mimeType'>): boolean {
  return /html|svg|xml/i.test(mimeType);
}
