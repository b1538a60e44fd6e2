import { invalid } from '../../platform/errors.ts';

/** What clients refuse themselves before they send a project's name (wandb 0.31). */
const REFUSED = /[/\\#?%:]/;
const CONTROL = /\p{Cc}/u;
const MAX_CHARACTERS = 128;
/** How clients call the projects that hold an organization's registries (wandb 0.31, `sdk/artifacts/_validators.py`). */
export const REGISTRY_PREFIX = 'wandb-registry-';

/** The name of the registry that a project of this name holds; null when it holds none. */
export const registryNameOf = (projectName: string): string | null =>
  projectName.startsWith(REGISTRY_PREFIX) ? projectName.slice(REGISTRY_PREFIX.length) : null;

/** Why the text can't be the name of a project; null when it can. */
function complaint(name: string): string | null {
  if (name.trim() === '') return 'The name of a project must not be empty.';
  if (!name.isWellFormed()) return 'The name of a project must be valid Unicode text.';
  if ([...name].length > MAX_CHARACTERS) {
    return `The name of a project has at most ${MAX_CHARACTERS} characters.`;
  }
  if (REFUSED.test(name) || CONTROL.test(name)) {
    return 'The name of a project must not contain / \\ # ? % : or control characters.';
  }
  if (name === '.' || name === '..') return `A project can not be called "${name}".`;
  return null;
}

/** @throws RunloomError('invalid') when a project may not be called so */
export function checkProjectName(name: string): void {
  const wrong = complaint(name);
  if (wrong !== null) throw invalid(wrong);
}

export function isProjectName(name: string): boolean {
  return complaint(name) === null;
}
