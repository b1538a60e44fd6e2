import { jsPDF } from 'jspdf';
import { expect, it } from 'vitest';
import type { Pen } from '../../../../charts/pen.ts';
import { createPdfPen } from './pdf-pen.ts';

const BOX = { x: 10, y: 20, width: 100, height: 50 };

/** What a pen writes on a page that is 200 points high, at half the size of the picture. */
function draw(paint: (pen: Pen) => void) {
  const pdf = new jsPDF({
    unit: 'pt',
    format: [300, 200],
    orientation: 'landscape',
    compress: false,
  });
  const texts: unknown[] = [];
  const pen = createPdfPen(pdf, BOX, { width: 200, height: 100 }, (text) => texts.push(text));
  paint(pen);
  const file = pdf.output();
  const [, page = ''] = /stream\n([\s\S]*?)\nendstream/.exec(file) ?? [];
  return { page: page.split('\n').join(' '), file, texts };
}

it('draws lines where they stand in the picture, from the foot of the page', () => {
  const { page, file } = draw((pen) => {
    pen.strokeStyle = '#ff0000';
    pen.lineWidth = 2;
    pen.globalAlpha = 0.5;
    pen.setLineDash([4, 2]);
    pen.beginPath();
    pen.moveTo(0, 0);
    pen.lineTo(200, 100);
    pen.stroke();
  });
  expect(page).toContain('1 0 0 RG 1 w 0 j 0 J [2 1] 0 d 10 180 m 110 130 l S');
  expect(file).toMatch(/\/ca 0\.5|\/CA 0\.5/);
});

it('leaves out ends of lines that no paper could tell apart, and no others', () => {
  const { page } = draw((pen) => {
    pen.beginPath();
    pen.moveTo(0, 0);
    for (let x = 0.01; x < 0.04; x += 0.01) pen.lineTo(x, 0);
    pen.lineTo(1, 0);
    pen.lineTo(1, 1);
    pen.stroke();
  });
  expect(page).toContain('10 180 m 10.5 180 l 10.5 179.5 l S');
});

it('ends clips where they are restored, and keeps its own colours', () => {
  const { page } = draw((pen) => {
    pen.fillStyle = 'rgb(0, 0, 255)';
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, 100, 100);
    pen.clip();
    pen.fillStyle = '#000';
    pen.restore();
    expect(pen.fillStyle).toBe('rgb(0, 0, 255)');
    pen.fillRect(0, 0, 20, 20);
  });
  expect(page).toMatch(/q 10 130 50 50 re W n Q .*0 0 1 rg 10 170 10 10 re f/);
});

it('tells where texts stand', () => {
  const { texts } = draw((pen) => {
    pen.font = '600 12px sans-serif';
    pen.textAlign = 'right';
    pen.fillStyle = '#123456';
    pen.fillText('loss', 100, 40);
  });
  expect(texts).toEqual([
    {
      text: 'loss',
      look: { size: 6, isBold: true, colour: '#123456' },
      x: 60,
      y: 40,
      align: 'right',
    },
  ]);
});
