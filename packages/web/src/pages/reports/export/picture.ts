import type { Picture } from './export-source.ts';

/** The longest side of a picture in an export, px: enough for print. */
const LONGEST = 3_000;

/** A picture of any kind that the browser shows, as PNG or JPEG. @throws Error for what is no picture */
export async function readPicture(content: Blob): Promise<Picture> {
  const address = URL.createObjectURL(content);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return await toPicture(image, image.naturalWidth || 300, image.naturalHeight || 150, content);
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function toPicture(
  image: CanvasImageSource,
  width: number,
  height: number,
  content: Blob,
): Promise<Picture> {
  const isSmall = Math.max(width, height) <= LONGEST;
  // JPEG keeps its orientation apart from its pixels: it is drawn anew.
  if (content.type === 'image/png' && isSmall) {
    return { bytes: new Uint8Array(await content.arrayBuffer()), type: 'image/png', width, height };
  }
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('This browser can’t draw the picture.');
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  const type = content.type === 'image/jpeg' ? 'image/jpeg' : 'image/png';
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.92));
  if (drawn === null) throw new Error('This browser can’t save the picture.');
  const bytes = new Uint8Array(await drawn.arrayBuffer());
  return { bytes, type, width: canvas.width, height: canvas.height };
}
