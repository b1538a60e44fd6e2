/** What follows the last slash of a path; all of one that ends in a slash. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1) || name;
}
