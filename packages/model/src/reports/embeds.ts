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

/** The player of a film on another site. */
export interface VideoPlayer {
  readonly site: 'YouTube' | 'Vimeo';
  /** Of letters that stand for themselves in an address and in HTML, but for `&`. */
  readonly address: string;
}

/** The player of a film, by the address of its page; null for what has none. */
export function playerOf(src: string): VideoPlayer | null {
  const site = embedSiteOf(src)?.name;
  const url = URL.canParse(src) ? new URL(src) : null;
  if (url === null || (site !== 'YouTube' && site !== 'Vimeo')) return null;
  const address = site === 'YouTube' ? youTubePlayer(url) : vimeoPlayer(url);
  return address === null ? null : { site, address };
}

/** Its player that sets no cookies before somebody plays. */
function youTubePlayer({ hostname, pathname, searchParams }: URL): string | null {
  const [first = '', second = ''] = pathname.slice(1).split('/');
  const named = ['embed', 'shorts', 'live', 'v'].includes(first) ? second : null;
  const id = hostname === 'youtu.be' ? first : (named ?? searchParams.get('v') ?? '');
  if (!/^[\w-]{11}$/.test(id)) return null;
  const start = secondsOf(searchParams.get('t') ?? searchParams.get('start') ?? '');
  return `https://www.youtube-nocookie.com/embed/${id}${start > 0 ? `?start=${start}` : ''}`;
}

/** `hash` opens films that are not listed; `dnt` asks for no tracking. */
function vimeoPlayer({ hostname, pathname, searchParams }: URL): string | null {
  const parts = pathname.slice(1).split('/');
  const at = parts.findIndex((part) => /^\d{1,15}$/.test(part));
  const id = parts[at];
  const behind = hostname === 'player.vimeo.com' ? searchParams.get('h') : parts[at + 1];
  if (id === undefined || (behind && !/^[0-9a-f]{1,40}$/.test(behind))) return null;
  return `https://player.vimeo.com/video/${id}?dnt=1${behind ? `&h=${behind}` : ''}`;
}

/** Seconds in `90`, `90s`, `1m30s` or `1h2m3s`; 0 for anything else. */
function secondsOf(text: string): number {
  const found = /^(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?$/.exec(text);
  const [, hours = '0', minutes = '0', seconds = '0'] = found ?? [];
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
