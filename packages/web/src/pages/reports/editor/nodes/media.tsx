import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { ExternalLink, ImageOff } from 'lucide-react';
import { useState } from 'react';
import { fieldBoxClass } from '../../../../components/fields.tsx';
import { Segmented } from '../../../../components/segmented.tsx';
import { shownText } from '../../../../components/shown-text.ts';
import { useReportPlace } from '../../report-context.ts';
import { atomBlock } from '../atom-block.ts';
import { BlockFrame } from '../block-frame.tsx';
import styles from './blocks.module.css';

const WIDTHS = [
  { value: 'own', label: 'Own size' },
  { value: '33', label: '⅓' },
  { value: '50', label: '½' },
  { value: '100', label: 'Full' },
] as const;

function ImageView({ node, editor, selected, updateAttributes }: ReactNodeViewProps) {
  const { file, src, alt, caption, width } = node.attrs as MediaAttributes;
  return (
    <NodeViewWrapper>
      <BlockFrame label={alt || caption || 'Image'} isSelected={selected} isQuiet>
        <figure className={styles.figure}>
          <Picture file={file} src={src} alt={alt} width={width} />
          <Caption
            text={caption}
            canEdit={editor.isEditable}
            onChange={(next) => updateAttributes({ caption: next })}
          />
          {editor.isEditable && selected ? (
            <div className={styles.mediaTools}>
              <Segmented
                label="Width of the image"
                value={WIDTHS.find(({ value }) => value === String(width))?.value ?? 'own'}
                choices={WIDTHS}
                onChange={(next) =>
                  updateAttributes({ width: next === 'own' ? null : Number(next) })
                }
              />
              <input
                className={fieldBoxClass}
                aria-label="Description for those who can’t see it"
                placeholder="Description for those who can’t see it"
                value={alt}
                maxLength={2_000}
                onChange={(event) => updateAttributes({ alt: event.target.value })}
              />
            </div>
          ) : null}
        </figure>
      </BlockFrame>
    </NodeViewWrapper>
  );
}

interface MediaAttributes {
  readonly file: string | null;
  readonly src: string | null;
  readonly alt: string;
  readonly caption: string;
  readonly width: number | null;
}

/** Bytes from elsewhere are only linked: loading them would tell strangers who reads. */
function Elsewhere({ src, name }: { readonly src: string; readonly name: string }) {
  return (
    <a className={styles.elsewhere} href={src} target="_blank" rel="noopener noreferrer nofollow">
      <ExternalLink aria-hidden />
      {name}: <bdi>{shownText(src)}</bdi>
    </a>
  );
}

function Picture({ file, src, alt, width }: Omit<MediaAttributes, 'caption'>) {
  const { fileAddress } = useReportPlace();
  const [isBroken, setBroken] = useState(false);
  if (file === null) return <Elsewhere src={src ?? ''} name={alt || 'Image'} />;
  if (isBroken) {
    return (
      <span className={styles.elsewhere}>
        <ImageOff aria-hidden /> The image can’t be shown
      </span>
    );
  }
  return (
    <img
      className={styles.picture}
      src={fileAddress(file)}
      alt={alt}
      loading="lazy"
      draggable={false}
      style={width === null ? {} : { width: `${width}%` }}
      onError={() => setBroken(true)}
    />
  );
}

function VideoView({ node, editor, selected, updateAttributes }: ReactNodeViewProps) {
  const { fileAddress } = useReportPlace();
  const { file, src, caption } = node.attrs as MediaAttributes;
  return (
    <NodeViewWrapper>
      <BlockFrame label={caption || 'Video'} isSelected={selected} isQuiet>
        <figure className={styles.figure}>
          {file === null ? (
            <Elsewhere src={src ?? ''} name="Video" />
          ) : (
            // biome-ignore lint/a11y/useMediaCaption: what people upload has none
            <video className={styles.picture} src={fileAddress(file)} controls preload="metadata" />
          )}
          <Caption
            text={caption}
            canEdit={editor.isEditable}
            onChange={(next) => updateAttributes({ caption: next })}
          />
        </figure>
      </BlockFrame>
    </NodeViewWrapper>
  );
}

function Caption({
  text,
  canEdit,
  onChange,
}: {
  readonly text: string;
  readonly canEdit: boolean;
  readonly onChange: (text: string) => void;
}) {
  if (!canEdit) return text === '' ? null : <figcaption dir="auto">{shownText(text)}</figcaption>;
  return (
    <figcaption>
      <input
        className={styles.caption}
        aria-label="Caption"
        placeholder="Caption"
        dir="auto"
        value={text}
        maxLength={2_000}
        onChange={(event) => onChange(event.target.value)}
      />
    </figcaption>
  );
}

export const ImageBlock = atomBlock('image', ImageView);
export const VideoBlock = atomBlock('video', VideoView);
