import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHtmlTable } from './html-table.ts';

describe('readHtmlTable', () => {
  it('reads a data frame as pandas writes it', () => {
    const html = `<div><style scoped>td { top: 0 }</style><table border="1" class="dataframe">
      <thead><tr style="text-align: right;"><th></th><th>a &lt; b</th></tr></thead>
      <tbody><tr><th>0</th><td>1&#39;<br>2</td></tr></tbody></table><p>1 rows</p></div>`;
    expect(readHtmlTable(html)).toEqual([
      [
        { text: '', isHead: true },
        { text: 'a < b', isHead: true },
      ],
      [
        { text: '0', isHead: true },
        { text: "1'\n2", isHead: false },
      ],
    ]);
  });

  it.each([
    '<p>no table</p>',
    '<table><tr><td><img src=x onerror=alert(1)></td></tr></table>',
    '<table><tr><td>1</td></tr></table><script>1</script>',
    '<table><tr><td colspan="2">1</td></tr></table>',
    '<table></table>',
  ])('leaves %s to the frame', (html) => {
    expect(readHtmlTable(html)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void readHtmlTable(`<table><tr><td>${text}`)));
  });
});
