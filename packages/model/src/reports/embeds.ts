/** A site whose pages may stand in a report. */
export interface EmbedSite {
  readonly name: string;
  readonly kind: 'video' | 'audio' | 'post';
  readonly hosts: readonly string[];
}

export const EMBED_SITES: readonly EmbedSite[] = [
  {
    name: 'YouTube',
    kind: 'video',
    hosts: [
      'youtube.com',
      'www.youtube.com',
      'm.youtube.com',
      'youtu.be',
      'www.youtube-nocookie.com',
    ],
  },
  { name: 'Vimeo', kind: 'video', hosts: ['vimeo.com', 'www.vimeo.com', 'player.vimeo.com'] },
  { name: 'Spotify', kind: 'audio', hosts: ['open.spotify.com'] },
  {
    name: 'SoundCloud',
    kind: 'audio',
    hosts: ['soundcloud.com', 'www.soundcloud.com', 'm.soundcloud.com', 'w.soundcloud.com'],
  },
  {
    name: 'X',
    kind: 'post',
    hosts: ['twitter.com', 'www.twitter.com', 'mobile.twitter.com', 'x.com', 'www.x.com'],
  },
];

/** The site that an address belongs to; null for one that may not be embedded. */
export function embedSiteOf(src: string): EmbedSite | null {
  if (!URL.canParse(src)) return null;
  const { protocol, hostname, username, password, port } = new URL(src);
  if (protocol !== 'https:' || username !== '' || password !== '' || port !== '') return null;
  return EMBED_SITES.find(({ hosts }) => hosts.includes(hostname)) ?? null;
}
