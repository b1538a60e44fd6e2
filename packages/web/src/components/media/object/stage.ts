import {
  AmbientLight,
  Box3,
  DirectionalLight,
  type Object3D,
  PerspectiveCamera,
  Scene,
  Vector3,
  WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';

/** Radians that one press of an arrow key turns, and the share by which + comes nearer. */
const TURN = 0.15;
const NEARER = 0.85;

/**
 * A canvas with light and a camera. It is drawn when something has changed, never all the time.
 * @throws where the browser has no WebGL
 */
export function openStage(canvas: HTMLCanvasElement) {
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
  renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
  const scene = new Scene();
  const camera = new PerspectiveCamera(45, 1, 0.01, 1000);
  const light = new DirectionalLight(0xffffff, 2);
  camera.add(light);
  scene.add(new AmbientLight(0xffffff, 1), camera);
  const controls = new OrbitControls(camera, canvas);
  // The page is scrolled over it; Ctrl, as on maps, makes it larger.
  controls.enableZoom = false;
  const draw = () => renderer.render(scene, camera);
  controls.addEventListener('change', draw);

  const resize = () => {
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width === 0 || height === 0) return;
    renderer.setSize(width, height, false);
    camera.aspect = width / height;
    camera.updateProjectionMatrix();
    draw();
  };
  const observer = new ResizeObserver(resize);
  observer.observe(canvas);

  const moveCamera = (turn: number, lift: number, share: number) => {
    const offset = camera.position.clone().sub(controls.target).multiplyScalar(share);
    offset.applyAxisAngle(camera.up, turn);
    const side = new Vector3().crossVectors(camera.up, offset).normalize();
    offset.applyAxisAngle(side, lift);
    camera.position.copy(controls.target).add(offset);
    controls.update();
    draw();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES.get(event.key);
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    moveCamera(...move);
  };
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    moveCamera(0, 0, event.deltaY < 0 ? NEARER : 1 / NEARER);
  };
  canvas.addEventListener('keydown', onKeyDown);
  canvas.addEventListener('wheel', onWheel, { passive: false });

  return {
    /** Puts the object in the middle, as large as fits. */
    show(object: Object3D) {
      scene.add(object);
      const box = new Box3().setFromObject(object);
      const centre = box.getCenter(new Vector3());
      const size = Math.max(box.getSize(new Vector3()).length(), 1e-6);
      camera.near = size / 1000;
      camera.far = size * 100;
      camera.position.copy(centre).add(new Vector3(0.6, 0.5, 1).setLength(size * 1.2));
      controls.target.copy(centre);
      controls.update();
      resize();
    },
    close() {
      observer.disconnect();
      canvas.removeEventListener('keydown', onKeyDown);
      canvas.removeEventListener('wheel', onWheel);
      controls.dispose();
      renderer.dispose();
    },
  };
}

/** What a key does: turn, lift, and the share of the distance. */
const MOVES: ReadonlyMap<string, readonly [number, number, number]> = new Map([
  ['ArrowLeft', [-TURN, 0, 1]],
  ['ArrowRight', [TURN, 0, 1]],
  ['ArrowUp', [0, -TURN, 1]],
  ['ArrowDown', [0, TURN, 1]],
  ['+', [0, 0, NEARER]],
  ['=', [0, 0, NEARER]],
  ['-', [0, 0, 1 / NEARER]],
]);
