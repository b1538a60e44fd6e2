/**
 * Types of what runs usually hold, by extension. Whoever serves a file decides what a browser may
 * do with it; this only says what it claims to be. `application/octet-stream` for all others.
 */
const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'text/plain': 'txt log out err cfg conf ini toml requirements lock',
    'text/markdown': 'md markdown',
    'text/csv': 'csv',
    'text/tab-separated-values': 'tsv',
    'text/html': 'html htm',
    'text/css': 'css',
    'text/javascript': 'js mjs cjs',
    'text/x-python': 'py pyi',
    'text/x-shellscript': 'sh bash',
    'text/x-diff': 'diff patch',
    'application/yaml': 'yaml yml',
    'application/json': 'json',
    'application/jsonl': 'jsonl ndjson',
    'application/x-ipynb+json': 'ipynb',
    'application/xml': 'xml',
    'application/pdf': 'pdf',
    'application/zip': 'zip',
    'application/gzip': 'gz tgz',
    'application/x-tar': 'tar',
    'application/zstd': 'zst',
    'application/vnd.apache.parquet': 'parquet',
    'application/vnd.apache.arrow.file': 'arrow feather',
    'image/png': 'png',
    'image/jpeg': 'jpg jpeg',
    'image/gif': 'gif',
    'image/webp': 'webp',
    'image/avif': 'avif',
    'image/bmp': 'bmp',
    'image/tiff': 'tif tiff',
    'image/svg+xml': 'svg',
    'audio/mpeg': 'mp3',
    'audio/wav': 'wav',
    'audio/ogg': 'ogg oga',
    'audio/flac': 'flac',
    'audio/mp4': 'm4a',
    'video/mp4': 'mp4 m4v',
    'video/webm': 'webm',
    'video/quicktime': 'mov',
    'model/gltf+json': 'gltf',
    'model/gltf-binary': 'glb',
    'model/obj': 'obj',
    'model/stl': 'stl',
    'chemical/x-pdb': 'pdb',
  }).flatMap(([type, extensions]) =>
    extensions.split(' ').map((extension) => [extension, type] as const),
  ),
);

/** The type that the extension of a file name stands for. */
export function mimeTypeOf(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const extension = last.slice(last.lastIndexOf('.') + 1).toLowerCase();
  return TYPES.get(extension) ?? 'application/octet-stream';
}
