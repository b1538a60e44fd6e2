import { expect, test } from 'vitest';
import { createSvgPen, escapeXml } from './svg-pen.ts';

test('strokes are paths, in the style they were drawn with', () => {
  const pen = createSvgPen(100, 50);
  pen.strokeStyle = '#123456';
  pen.lineWidth = 2;
  pen.globalAlpha = 0.5;
  pen.setLineDash([4, 2]);
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.lineTo(10.126, 20);
  pen.stroke();
  const svg = pen.document('t');
  expect(svg).toContain('<path d="M0 0L10.13 20" fill="none" stroke="#123456" stroke-width="2"');
  expect(svg).toContain('stroke-dasharray="4 2" stroke-opacity="0.5"');
});

test('what is saved comes back, and clips end where they are restored', () => {
  const pen = createSvgPen(10, 10);
  pen.fillStyle = 'red';
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, 5, 5);
  pen.clip();
  pen.fillStyle = 'blue';
  pen.restore();
  expect(pen.fillStyle).toBe('red');
  const svg = pen.document('t');
  expect(svg.match(/<g /g)).toHaveLength(1);
  expect(svg.match(/<\/g>/g)).toHaveLength(1);
});

test('names can’t break out of the drawing', () => {
  const pen = createSvgPen(10, 10);
  pen.fillText('</text><script>alert(1)</script>', 0, 0);
  const svg = pen.document('<title> & "co"');
  expect(svg).not.toContain('<script>');
  expect(svg).toContain('<title>&lt;title&gt; &amp; &quot;co&quot;</title>');
  expect(escapeXml('a\u0000b\ud800c')).toBe('a\uFFFDb\uFFFDc');
});
