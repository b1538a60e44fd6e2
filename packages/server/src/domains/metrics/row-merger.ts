type Tree = Map<string, Tree | string>;

/** Puts numbers of nested objects back into them, row by row. */
export class RowMerger {
  private readonly trees = new Map<number, Tree>();

  add(row: number, path: readonly string[], text: string): void {
    let tree = this.trees.get(row);
    if (tree === undefined) {
      tree = new Map();
      this.trees.set(row, tree);
    }
    for (const name of path.slice(0, -1)) {
      const below: Tree | string | undefined = tree.get(name);
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

  /** The nested members of a row, each with a comma before it. */
  text(row: number): string {
    const tree = this.trees.get(row);
    return tree === undefined ? '' : `,${membersOf(tree)}`;
  }
}

function membersOf(tree: Tree): string {
  return Array.from(
    tree,
    ([name, below]) =>
      `${JSON.stringify(name)}:${typeof below === 'string' ? below : `{${membersOf(below)}}`}`,
  ).join(',');
}
