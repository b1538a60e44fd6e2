type Tree = Map<string, Tree | string>;

/** Numbers of nested objects put back into them: members, each with a comma before it. */
export function nestedMembers(
  numbers: readonly { readonly path: readonly string[]; readonly text: string }[],
): string {
  if (numbers.length === 0) return '';
  const whole: Tree = new Map();
  // In the order of their paths, so that the same row is always the same text.
  for (const { path, text } of numbers.toSorted(byPath)) place(whole, path, text);
  return `,${membersOf(whole)}`;
}

function byPath(a: { readonly path: readonly string[] }, b: { readonly path: readonly string[] }) {
  for (let at = 0; at < Math.min(a.path.length, b.path.length); at += 1) {
    const [left = '', right = ''] = [a.path[at], b.path[at]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.path.length - b.path.length;
}

function place(whole: Tree, path: readonly string[], text: string): void {
  let tree = whole;
  for (const name of path.slice(0, -1)) {
    const below = tree.get(name);
    if (below instanceof Map) tree = below;
    else {
      const fresh: Tree = new Map();
      tree.set(name, fresh);
      tree = fresh;
    }
  }
  const last = path.at(-1);
  if (last !== undefined) tree.set(last, text);
}

function membersOf(tree: Tree): string {
  return Array.from(
    tree,
    ([name, below]) =>
      `${JSON.stringify(name)}:${typeof below === 'string' ? below : `{${membersOf(below)}}`}`,
  ).join(',');
}
