import type { PanelExport } from '@runloom/model';
import { apiPath, openApi } from '../../data/client.ts';

/** Has the browser save bytes as a file. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = fileName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** What file systems take, whatever the metric is called. */
export function fileName(name: string): string {
  const [, stem = name, ending = ''] = /^(.*?)(\.\w+)?$/s.exec(name) ?? [];
  const safe = stem.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+|-+$/g, '');
  return `${safe.slice(0, 120) || 'chart'}${ending}`;
}

/** Every point of the panel's lines as it was logged, as the server writes it. @throws RequestError */
export async function readCsv(entity: string, project: string, body: PanelExport): Promise<Blob> {
  const response = await openApi(apiPath('projects', entity, project, 'panels', 'export'), {
    method: 'POST',
    body,
    accept: 'text/csv, application/json;q=0.5',
  });
  return response.blob();
}
