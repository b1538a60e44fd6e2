import type { ReactNodeViewProps } from '@tiptap/react';
import { Box } from 'lucide-react';
import { formatBytes, formatCount } from '../../../components/format.ts';
import { shownText } from '../../../components/shown-text.ts';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useVersion } from '../../../data/artifacts.ts';
import { atomBlock } from '../editor/atom-block.ts';
import { placeOf } from '../place-of.ts';
import styles from './card.module.css';
import { Card, CardFacts, CardHead, CardState } from './card.tsx';

function ArtifactCardView({ node, selected }: ReactNodeViewProps) {
  const path = String(node.attrs['artifact']);
  return (
    <Card
      block={node.attrs['block'] as string | null}
      label={`Artifact ${path}`}
      isSelected={selected}
    >
      <Artifact path={path} />
    </Card>
  );
}

export function Artifact({ path }: { readonly path: string }) {
  const { entity, project, rest } = placeOf(path);
  const colon = rest.lastIndexOf(':');
  const artifact = rest.slice(0, colon);
  const version = rest.slice(colon + 1);
  const { data, error, refetch } = useVersion({ entity, project, artifact, version });
  if (data === undefined) {
    return <CardState error={error} path={path} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <CardHead
        kind={data.type}
        icon={<Box aria-hidden />}
        name={`${data.name}:${data.version}`}
        link={{
          to: '/$entity/$project/artifacts/$type/$artifact/$version',
          params: { entity, project, type: data.type, artifact, version: data.version },
        }}
      />
      {data.description === '' ? null : <p dir="auto">{shownText(data.description)}</p>}
      <CardFacts
        facts={[
          { name: 'Aliases', value: <bdi>{shownText(data.aliases.join(', ') || '–')}</bdi> },
          { name: 'Files', value: formatCount(data.fileCount) },
          { name: 'Size', value: formatBytes(data.sizeBytes) },
          { name: 'Made', value: <TimeAgo at={data.createdAt} /> },
        ]}
      />
      <p className={styles.path}>{data.digest}</p>
    </>
  );
}

export const ArtifactCard = atomBlock('artifactCard', ArtifactCardView);
