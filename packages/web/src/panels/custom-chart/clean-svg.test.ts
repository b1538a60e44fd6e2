import { expect, it } from 'vitest';
import { cleanSvg } from './clean-svg.ts';

const around = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="200" height="100" viewBox="0 0 200 100">${content}</svg>`;
const contentOf = (content: string): string => cleanSvg(around(content)).content;

it('keeps shapes, texts, clips and gradients of the drawing, and its size', () => {
  const content =
    '<g clip-path="url(#clip0)"><path d="M0,1L2,3" fill="none" stroke="#123456"/><text x="1" font-size="11px">a &amp; b</text></g><defs><clipPath id="clip0"><rect x="0" y="0" width="10" height="10"/></clipPath></defs>';
  expect(cleanSvg(around(content))).toEqual({ content, width: 200, height: 100 });
});

it('leaves out what runs or leads anywhere, with all that is in it', () => {
  for (const hostile of [
    '<script>alert(1)</script>',
    '<foreignObject><g><text>in</text></g></foreignObject>',
    '<a href="javascript:alert(1)"><text>in</text></a>',
    '<style>text { fill: url(https://evil.example/) }</style>',
    '<animate attributeName="href" to="javascript:alert(1)"/>',
    '<use href="https://evil.example/#a"/>',
  ]) {
    expect(contentOf(hostile)).toBe('');
  }
});

it('leaves out attributes that lead anywhere', () => {
  expect(
    contentOf(
      '<rect width="1" onload="alert(1)" style="fill:red" fill="url(https://evil.example/)" stroke="url(#g)" filter="url(#f)"/><image href="https://evil.example/a.png" width="2"/><image xlink:href="data:image/svg+xml;base64,AAAA"/><image xlink:href="data:image/png;base64,AAAA"/>',
    ),
  ).toBe(
    '<rect width="1" stroke="url(#g)"/><image width="2"/><image/><image href="data:image/png;base64,AAAA"/>',
  );
});

it('writes weights of texts as numbers', () => {
  expect(contentOf('<text font-weight="normal">a</text><text font-weight="bold">b</text>')).toBe(
    '<text font-weight="400">a</text><text font-weight="700">b</text>',
  );
});

it('writes texts so that they stay texts', () => {
  expect(contentOf('<text>&lt;script&gt;alert(1)&lt;/script&gt;</text>')).toBe(
    '<text>&lt;script&gt;alert(1)&lt;/script&gt;</text>',
  );
});

it('refuses what is no drawing', () => {
  for (const broken of ['', 'text', '<g/>', '<svg width="10">', around('<g>'), '<svg></svg>']) {
    expect(() => cleanSvg(broken)).toThrow();
  }
});
