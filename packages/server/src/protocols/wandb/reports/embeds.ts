import { ArtifactPath, embedSiteOf, RemoteSource, type ReportNode } from '@runloom/model';
import { type Json, recordOf, textOf } from '../workspaces/json.ts';

/** A film: of a site that can be embedded, or a file of the web. */
export function readVideo(block: Json): ReportNode | null {
  const url = textOf(block['url']) ?? '';
  if (embedSiteOf(url) !== null) return { type: 'embed', attrs: { src: url } };
  return RemoteSource.safeParse(url).success ? { type: 'video', attrs: { src: url } } : null;
}

export function readSpotify(block: Json): ReportNode | null {
  const id = textOf(block['spotifyID']) ?? '';
  const kind = textOf(block['spotifyType']) ?? 'track';
  return embedded(
    /^[A-Za-z0-9]+$/.test(id) && /^[a-z]+$/.test(kind)
      ? `https://open.spotify.com/${kind}/${id}`
      : '',
  );
}

/** The page that a piece of HTML of SoundCloud or X shows: the frame's, or the last one linked to. */
export function readEmbedHtml(block: Json): ReportNode | null {
  const html = textOf(block['html']) ?? '';
  const addresses = [...html.matchAll(/\b(?:src|href)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(
    ([, double, single]) =>
      (double ?? single ?? '').replace(
        /&(?:amp|quot|lt|gt|#39);/g,
        (entity) => ENTITIES[entity] ?? entity,
      ),
  );
  const pages = addresses.filter((address) => !/\/widgets\.js\b/.test(address));
  const page = pages.findLast((address) => embedSiteOf(address) !== null);
  return embedded(page ?? html.trim());
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&#39;': "'",
};

const embedded = (src: string): ReportNode | null =>
  embedSiteOf(src) === null ? null : { type: 'embed', attrs: { src } };

/** The block that shows a page of another site. */
export function writeEmbed(src: string): Json {
  const children = [{ text: '' }];
  const escaped = src.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const site = embedSiteOf(src);
  switch (site?.name) {
    case 'Spotify': {
      const [, spotifyID] = /^\/track\/([A-Za-z0-9]+)$/.exec(new URL(src).pathname) ?? [];
      if (spotifyID !== undefined) {
        return { type: 'spotify', spotifyType: 'track', spotifyID, children };
      }
      return {
        type: 'paragraph',
        children: [{ type: 'link', url: src, children: [{ text: src }] }],
      };
    }
    case 'SoundCloud':
      return { type: 'soundcloud', html: `<iframe src="${escaped}"></iframe>`, children };
    case 'X':
      return {
        type: 'twitter',
        children,
        html: `<blockquote><a href="${escaped}"></a></blockquote>`,
      };
    default:
      return { type: 'video', url: src, children };
  }
}

/**
 * A block with a query (`weave-panel`): artifacts are told by the constants in it, and a table of all
 * runs by its key. Null for any other.
 */
export function readQueryBlock(
  block: Json,
):
  | { readonly kind: 'artifact'; readonly artifact: string }
  | { readonly kind: 'table'; readonly project: string; readonly key: string }
  | null {
  const expression = step(block, 'config', 'panelConfig', 'exp', 'fromOp');
  const inputs = recordOf(expression['inputs']);
  switch (expression['name']) {
    case 'project-artifact':
      return artifactOf(inputs, 'latest');
    case 'artifactVersion-file': {
      const version = step(inputs, 'artifactVersion', 'fromOp', 'inputs');
      return artifactOf(version, textOf(step(version, 'artifactVersionAlias')['val']) ?? '');
    }
    case 'pick': {
      const run = step(inputs, 'obj', 'fromOp', 'inputs', 'run', 'fromOp', 'inputs');
      const project = projectOf(run);
      const key = textOf(step(inputs, 'key')['val']);
      return project === null || key === undefined ? null : { kind: 'table', project, key };
    }
    default:
      return null;
  }
}

function artifactOf(inputs: Json, version: string) {
  const project = projectOf(inputs);
  const name = textOf(step(inputs, 'artifactName')['val']);
  const path = ArtifactPath.safeParse(`${project}/${name}:${version}`);
  return project !== null && name !== undefined && path.success
    ? ({ kind: 'artifact', artifact: path.data } as const)
    : null;
}

function projectOf(inputs: Json): string | null {
  const names = step(inputs, 'project', 'fromOp', 'inputs');
  const entity = textOf(step(names, 'entityName')['val']);
  const project = textOf(step(names, 'projectName')['val']);
  return entity && project ? `${entity}/${project}` : null;
}

const step = (value: Json, ...names: readonly string[]): Json =>
  names.reduce((inner, name) => recordOf(inner[name]), value);
