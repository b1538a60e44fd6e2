import { parseExactJson } from '@runloom/model';
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  Group,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshStandardMaterial,
  type Object3D,
  Points,
  PointsMaterial,
} from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js';
import { STLLoader } from 'three/addons/loaders/STLLoader.js';
import { type PointCloud, readPointCloud } from './point-cloud.ts';

interface LoadedObject {
  readonly object: Object3D;
  /** Null for what is no cloud of points. */
  readonly pointCount: number | null;
  /** Names of what is in it. */
  readonly labels: readonly string[];
}

/**
 * Reads a file by its extension. Only the file itself is read: what it names elsewhere is left out.
 * @param colour resolves a colour of the page's theme
 * @throws Error with a message for a person
 */
export async function loadObject(
  url: string,
  name: string,
  colour: (css: string) => string,
  signal: AbortSignal,
): Promise<LoadedObject> {
  const response = await fetch(url, { signal, credentials: 'same-origin' });
  if (!response.ok) throw new Error(`The file could not be read (${response.status}).`);
  const type = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  const plain = new Color(colour('var(--run-0)'));
  if (type === 'json') {
    const cloud = readPointCloud(parseExactJson(await response.text()));
    if (cloud === null) throw new Error('It holds no points.');
    return {
      object: cloudObject(cloud, plain, new Color(colour('var(--run-1)'))),
      pointCount: cloud.positions.length / 3,
      labels: cloud.lines.map(({ label }) => label).filter((label) => label !== ''),
    };
  }
  const object = await readModel(type, await response.arrayBuffer(), plain);
  return { object, pointCount: null, labels: [name] };
}

async function readModel(
  type: string | undefined,
  bytes: ArrayBuffer,
  plain: Color,
): Promise<Object3D> {
  const material = new MeshStandardMaterial({ color: plain });
  switch (type) {
    case 'obj': {
      const object = new OBJLoader().parse(new TextDecoder().decode(bytes));
      object.traverse((part) => {
        if (part instanceof Mesh) part.material = material;
      });
      return object;
    }
    case 'stl':
      return new Mesh(new STLLoader().parse(bytes), material);
    default:
      return (await new GLTFLoader().parseAsync(bytes, '')).scene;
  }
}

function cloudObject(cloud: PointCloud, plain: Color, accent: Color): Object3D {
  const group = new Group();
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(cloud.positions, 3));
  if (cloud.colours !== null) geometry.setAttribute('color', new BufferAttribute(cloud.colours, 3));
  const colouring = cloud.colours === null ? { color: plain } : { vertexColors: true };
  group.add(
    new Points(geometry, new PointsMaterial({ size: 2, sizeAttenuation: false, ...colouring })),
  );
  for (const { ends, colour } of cloud.lines) {
    const edges = new BufferGeometry();
    edges.setAttribute('position', new BufferAttribute(ends, 3));
    const color = colour === null ? accent : new Color(...colour);
    group.add(new LineSegments(edges, new LineBasicMaterial({ color })));
  }
  return group;
}
