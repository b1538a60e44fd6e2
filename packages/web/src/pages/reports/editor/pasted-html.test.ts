import { expect, test } from 'vitest';
import { quietHtml } from './pasted-html.ts';

test.each([
  ['<p onclick="x()">a</p>', '<p>a</p>'],
  ["<img src='a' onerror='x > y'>", "<img src='a'>"],
  ['a<script>if (1 < 2) x("</p>")</script>b', 'ab'],
  ['<style>b > i { color: red }</style><b>x</b>', '<b>x</b>'],
  ['<svg onload=x><a>y</a></svg>z', 'z'],
  ['<p style="color:red">a</p>', '<p>a</p>'],
  ['<b style="font-weight:normal"><p>a</p></b>', '<span><p>a</p></b>'],
  ['<span style="font-weight:700">a</span>', '<span><strong>a</span>'],
  ['&lt;p onclick="x"&gt;', '&lt;p onclick="x"&gt;'],
  [
    `<div data-attributes='{"source":"<p onclick=1>"}'>`,
    `<div data-attributes='{"source":"<p onclick=1>"}'>`,
  ],
])('%s becomes %s', (html, quiet) => {
  expect(quietHtml(html)).toBe(quiet);
});
