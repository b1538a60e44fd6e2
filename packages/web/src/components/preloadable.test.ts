import { createElement, type ReactNode, Suspense } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { preloadable } from './preloadable.ts';

const waiting = (child: ReactNode) => createElement(Suspense, { fallback: 'placeholder' }, child);
const Chart = ({ title }: { readonly title: string }) => createElement('p', null, title);

it('what was fetched ahead is drawn without a placeholder', async () => {
  const { Component, preload } = preloadable(async () => Chart);
  await preload();
  const html = renderToString(waiting(createElement(Component, { title: 'loss' })));
  expect(html).toContain('<p>loss</p>');
  expect(html).not.toContain('placeholder');
});

it('what was not is fetched when it is first drawn', () => {
  const { Component } = preloadable(async () => Chart);
  const html = renderToString(waiting(createElement(Component, { title: 'loss' })));
  expect(html).toContain('placeholder');
});

it('code that could not be fetched ahead is fetched again', async () => {
  let isAway = true;
  const { preload } = preloadable(async () => {
    if (isAway) throw new Error('away');
    return Chart;
  });
  await expect(preload()).rejects.toThrow('away');
  isAway = false;
  await expect(preload()).resolves.toBeUndefined();
});
