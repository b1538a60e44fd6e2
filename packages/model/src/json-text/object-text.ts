/** An object whose values are JSON texts already. */
export const objectText = (members: Iterable<readonly [name: string, value: string]>): string =>
  `{${[...members].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
