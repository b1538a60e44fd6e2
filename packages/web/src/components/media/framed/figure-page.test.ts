import { expect, it } from 'vitest';
import { figurePage } from './figure-page.ts';

it('keeps what a figure holds inside its element', () => {
  const figure = JSON.stringify({ layout: { title: '</script><script>alert(1)</script><!--' } });
  const page = figurePage('"</SCRIPT>"', figure);
  expect(page.match(/<script\b/gi)).toHaveLength(3);
  expect(page.match(/<\/script/gi)).toHaveLength(3);
  expect(page).not.toContain('<!--');
  const json = /<script id="data" type="application\/json">(.*)<\/script>/.exec(page)?.[1] ?? '';
  expect(JSON.parse(json)).toEqual(JSON.parse(figure));
});
