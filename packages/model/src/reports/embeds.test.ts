import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EMBED_SITES, playerOf } from './embeds.ts';

const YOUTUBE = 'https://www.youtube-nocookie.com/embed/abc-DEF_123';

it.each([
  ['https://www.youtube.com/watch?v=abc-DEF_123', YOUTUBE],
  ['https://youtu.be/abc-DEF_123?t=1m30s', `${YOUTUBE}?start=90`],
  ['https://m.youtube.com/shorts/abc-DEF_123', YOUTUBE],
  ['https://www.youtube.com/live/abc-DEF_123?t=42', `${YOUTUBE}?start=42`],
  ['https://vimeo.com/76979871', 'https://player.vimeo.com/video/76979871?dnt=1'],
  [
    'https://vimeo.com/76979871/8272103f6e',
    'https://player.vimeo.com/video/76979871?dnt=1&h=8272103f6e',
  ],
  [
    'https://vimeo.com/channels/staffpicks/76979871',
    'https://player.vimeo.com/video/76979871?dnt=1',
  ],
  ['https://player.vimeo.com/video/1?h=ab', 'https://player.vimeo.com/video/1?dnt=1&h=ab'],
])('a film has a player: %s', (src, address) => {
  expect(playerOf(src)?.address).toBe(address);
});

it.each([
  'https://www.youtube.com/playlist?list=abc',
  'https://www.youtube.com/watch?v=too-short',
  'https://vimeo.com/about',
  'https://open.spotify.com/track/abc',
  'https://x.com/a/status/1',
  'https://www.youtube.com.evil.example/watch?v=abc-DEF_123',
  'http://www.youtube.com/watch?v=abc-DEF_123',
  'javascript:alert(1)',
  '',
])('anything else has none: %s', (src) => {
  expect(playerOf(src)).toBeNull();
});

it('a player is at its own host, whatever the address says, and needs no quotes', () => {
  const hosts = EMBED_SITES.flatMap((site) => site.hosts);
  fc.assert(
    fc.property(
      fc.constantFrom(...hosts),
      fc.webPath(),
      fc.webQueryParameters(),
      (host, path, query) => {
        const player = playerOf(`https://${host}${path}?${query}&v=abc-DEF_123&h=ab`);
        if (player === null) return;
        expect(player.address).toMatch(
          /^https:\/\/(?:www\.youtube-nocookie\.com\/embed|player\.vimeo\.com\/video)\/[\w?&=-]+$/,
        );
      },
    ),
  );
});
