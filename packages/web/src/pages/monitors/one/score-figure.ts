/** A mean as it is read: shares in percent. */
export const formatScore = (value: number, kind: 'rate' | 'number'): string =>
  kind === 'rate'
    ? `${Number((value * 100).toPrecision(3))} %`
    : String(Number(value.toPrecision(4)));
