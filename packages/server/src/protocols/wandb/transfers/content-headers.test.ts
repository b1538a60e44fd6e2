import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../../domains/files/index.ts';
import type { RunId } from '../../../domains/runs/index.ts';
import { contentHeaders } from './content-headers.ts';

const file = (name: string, mimeType: string): RunFile => ({
  runId: 1 as RunId,
  name,
  mimeType,
  digest: '',
  md5: '',
  sizeBytes: 1,
  updatedAt: 0,
});

describe('contentHeaders', () => {
  it.each([['text/html'], ['text/html; charset=utf-8'], ['TEXT/HTML'], ['text/xml']])(
    'sends %s as plain text',
    (type) => {
      expect(contentHeaders(file('a', type))['Content-Type']).toBe('text/plain; charset=utf-8');
    },
  );

  it.each([['image/svg+xml'], ['application/xhtml+xml'], ['application/pdf'], ['']])(
    'has %j saved, not shown',
    (type) => {
      expect(contentHeaders(file('a', type))['Content-Disposition']).toMatch(/^attachment/);
    },
  );

  it('shows images in a sandbox without guessing', () => {
    const headers = contentHeaders(file('media/ä "x".png', 'image/png'));
    expect(headers).toMatchObject({
      'Content-Type': 'image/png',
      'Content-Disposition': "inline; filename*=UTF-8''%C3%A4%20%22x%22.png",
      'X-Content-Type-Options': 'nosniff',
    });
    expect(headers['Content-Security-Policy']).toMatch(/^sandbox;/);
    expect(headers['Content-Security-Policy']).not.toContain('allow-');
  });
});
