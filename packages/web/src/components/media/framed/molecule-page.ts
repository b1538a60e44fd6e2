import { inScript } from './in-script.ts';

/** File names of molecules, as the client allows them, by how 3Dmol calls their format. */
const FORMATS: ReadonlyMap<string, string> = new Map([
  ['pdb', 'pdb'],
  ['pqr', 'pqr'],
  ['mmcif', 'cif'],
  ['mcif', 'cif'],
  ['cif', 'cif'],
  ['sdf', 'sdf'],
  ['sd', 'sdf'],
  ['mol', 'sdf'],
  ['gro', 'gro'],
  ['mol2', 'mol2'],
]);

/** How 3Dmol calls the format of a file; null for others (MMTF is no text). */
export function moleculeFormat(name: string): string | null {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return FORMATS.get(extension) ?? null;
}

/**
 * A page that shows a molecule to be turned: proteins as ribbons, everything else as balls and sticks.
 * It is to be run in a sandboxed frame, since the file is somebody's and its reader is not ours.
 * @param library source of 3Dmol
 */
export function moleculePage(library: string, molecule: string, format: string): string {
  return `<!doctype html><meta charset="utf-8">
<style>html, body, #view { height: 100%; margin: 0; background: #fff; font: 13px system-ui }
#view { position: relative; overflow: hidden } p { margin: 0; padding: 16px; color: #555 }</style>
<div id="view"></div>
<script>${inScript(library)}</script>
<script id="data" type="application/json">${inScript(JSON.stringify([molecule, format]))}</script>
<script>
const [molecule, format] = JSON.parse(document.getElementById('data').textContent);
const view = document.getElementById('view');
function refuse(words) {
  const line = document.createElement('p');
  line.textContent = words;
  view.replaceChildren(line);
}
try {
  const viewer = $3Dmol.createViewer(view, { backgroundColor: 'white' });
  const model = viewer.addModel(molecule, format);
  const atoms = model.selectedAtoms({});
  const count = atoms.length;
  if (count === 0) refuse('The file holds no atoms that can be read.');
  else {
    // A ribbon needs a backbone: residues bound to the next one.
    const isBound = ({ atom, resi, bonds }) =>
      atom === 'C' && bonds.some((at) => atoms[at]?.atom === 'N' && atoms[at].resi !== resi);
    const isProtein = atoms.filter(isBound).length > 3;
    const balls = { stick: { radius: 0.14 }, sphere: { scale: 0.24 } };
    viewer.setStyle({}, isProtein ? { cartoon: { color: 'spectrum' } } : balls);
    if (isProtein) viewer.setStyle({ hetflag: true, not: { resn: ['HOH', 'WAT'] } }, balls);
    viewer.zoomTo();
    viewer.render();
    view.setAttribute('role', 'img');
    view.setAttribute('aria-label', 'Molecule of ' + count + ' atoms');
    document.body.dataset.atoms = count;
  }
} catch (error) {
  refuse('The molecule can’t be drawn: ' + error.message);
}
</script>`;
}
