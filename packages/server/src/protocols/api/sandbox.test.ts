import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRoom, type Room } from './room.testing.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());

it('serves the frame for pages of runs in an origin of its own, to our own pages alone', async () => {
  const { status, headers, text } = await room.call('GET', '/api/v1/sandbox?x=<script>');
  expect(status).toBe(200);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^sandbox allow-scripts; default-src 'none';/);
  expect(policy).toContain("frame-ancestors 'self'");
  expect(policy).not.toMatch(
    /allow-same-origin|allow-top|allow-popups|allow-forms|connect-src|https?:/,
  );
  expect(headers.get('x-frame-options')).toBeNull();
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(text).not.toContain('<script>"');
  expect(text.match(/<script>/g)).toHaveLength(1);
});

it('draws charts in a frame that runs one script of ours and turns no text into code', async () => {
  const { status, headers, text } = await room.call('GET', '/api/v1/sandbox/charts');
  expect(status).toBe(200);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^sandbox allow-scripts; default-src 'none';/);
  expect(policy).not.toMatch(/allow-same-origin|unsafe-eval|connect-src|https?:|blob:/);
  const nonce = /script-src 'nonce-([^']+)';/.exec(policy)?.[1];
  expect(nonce).toHaveLength(24);
  expect(text).toContain(`<script nonce="${nonce}">`);
  const again = await room.call('GET', '/api/v1/sandbox/charts');
  expect(again.headers.get('content-security-policy')).not.toBe(policy);
});

it('plays films of known hosts in a page without scripts, which allows that one host alone', async () => {
  const play = (src: string) =>
    room.call('GET', `/api/v1/sandbox/player?src=${encodeURIComponent(src)}`);
  const { status, headers, text } = await play('https://vimeo.com/76979871/8272103f6e');
  expect(status).toBe(200);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(
    /^sandbox allow-scripts allow-same-origin allow-presentation; default-src 'none'; frame-src https:\/\/player\.vimeo\.com;/,
  );
  expect(policy).toContain("frame-ancestors 'self'");
  expect(policy).not.toMatch(/script-src|connect-src|allow-top|allow-popups|allow-forms/);
  expect(text).toContain('src="https://player.vimeo.com/video/76979871?dnt=1&amp;h=8272103f6e"');
  expect(text).not.toContain('<script');
  for (const src of ['https://evil.example/', 'https://x.com/a', '"><script>', 'javascript:1']) {
    expect((await play(src)).status).toBe(404);
  }
});
