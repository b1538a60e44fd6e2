import type { ReportNode } from '@runloom/model';
import { shownText } from '../../../../components/shown-text.ts';
import { toBase64 } from '../base64.ts';
import type { PreparedReport } from '../export-source.ts';
import {
  dayOf,
  evidencePlace,
  headingsOf,
  mediaOf,
  ONLY_ITS_PAGE,
  outerAddress,
  plainText,
} from '../places.ts';
import { figuresHtml, pictureHtml } from './figures-html.ts';
import { formulaHtml, inlineHtml, linked } from './inline-html.ts';
import { element, joined, type Markup, trusted } from './markup.ts';
import { PAGE_STYLE } from './style.ts';

/**
 * The report as one page that needs nothing beside it: no scripts, no other files, and a policy of its
 * own by which the reader's browser asks nobody for anything.
 */
export async function reportPage(report: PreparedReport): Promise<string> {
  const { title, description, authors, updatedAt, address } = report.report;
  const head = element(
    'header',
    {},
    element('h1', {}, title),
    description === '' ? null : element('p', {}, description),
    element('p', {}, [...authors.map(shownText), dayOf(updatedAt)].join(' · ')),
    element('p', { class: 'source' }, linked(outerAddress(address, report), address)),
  );
  const writer = createWriter(report);
  const body = joined(head, element('main', {}, report.document.content.map(writer)));
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src 'sha256-${await digestOf(PAGE_STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const html = element(
    'html',
    { lang: 'en' },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
      element('meta', { name: 'referrer', content: 'no-referrer' }),
      element('meta', { name: 'viewport', content: 'width=device-width' }),
      element('title', {}, title),
      trusted(`<style>${PAGE_STYLE}</style>`),
    ),
    element('body', {}, body),
  );
  return `<!doctype html>\n${html.html}\n`;
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return toBase64(new Uint8Array(digest));
}

function createWriter(report: PreparedReport): (node: ReportNode) => Markup {
  const headings = headingsOf(report);
  let figureCount = 0;
  const nextName = () => {
    figureCount += 1;
    return `figure-${figureCount}`;
  };
  const inline = (node: ReportNode) => inlineHtml(node.content, report);
  const blocks = (node: ReportNode) => (node.content ?? []).map(block);

  function block(node: ReportNode): Markup {
    const { type, attrs = {} } = node;
    switch (type) {
      case 'paragraph':
        return element('p', {}, inline(node));
      case 'heading': {
        const level = Number(attrs['level'] ?? 1);
        return element(`h${level}`, { id: headings.get(node)?.id ?? null }, inline(node));
      }
      case 'bulletList':
        return element('ul', {}, blocks(node));
      case 'orderedList':
        return element('ol', { start: Number(attrs['start'] ?? 1) }, blocks(node));
      case 'taskList':
        return element('ul', { class: 'tasks' }, blocks(node));
      case 'listItem':
        return element('li', {}, blocks(node));
      case 'taskItem': {
        const box = { type: 'checkbox', disabled: true, checked: attrs['checked'] === true };
        return element('li', {}, element('input', box), ' ', blocks(node));
      }
      case 'blockquote':
        return element('blockquote', {}, blocks(node));
      case 'callout':
        return element(
          'div',
          { class: `callout ${String(attrs['tone'] ?? 'note')}` },
          blocks(node),
        );
      case 'codeBlock':
        return element('pre', {}, element('code', {}, plainText(node)));
      case 'mathBlock':
        return element(
          'div',
          { class: 'formula' },
          formulaHtml(String(attrs['latex'] ?? ''), true),
        );
      case 'horizontalRule':
        return element('hr', {});
      case 'table':
        return element('div', { class: 'scroll' }, element('table', {}, blocks(node)));
      case 'tableRow':
        return element('tr', {}, blocks(node));
      case 'tableHeader':
      case 'tableCell':
        return element(type === 'tableHeader' ? 'th' : 'td', spans(node), blocks(node));
      case 'tableOfContents':
        return contents();
      case 'image':
      case 'video':
        return media(node);
      case 'embed':
        return element('p', {}, linked(outerAddress(attrs['src'], report), String(attrs['src'])));
      case 'html':
        return element('p', { class: 'note' }, ONLY_ITS_PAGE);
      default:
        return evidence(node);
    }
  }

  function contents(): Markup {
    const items = [...headings.values()].map(({ id, level, text }) =>
      element(
        'li',
        { class: `level-${level}` },
        element('a', { href: `#${id}` }, text || 'Untitled'),
      ),
    );
    return element('nav', {}, element('ol', {}, items));
  }

  function media(node: ReportNode): Markup {
    const { picture, width, alt, caption, name, address } = mediaOf(node, report);
    return element(
      'figure',
      {},
      picture === null ? element('p', {}, linked(address, name)) : pictureHtml(picture, alt, width),
      caption === '' ? null : element('figcaption', {}, caption),
    );
  }

  function evidence(node: ReportNode): Markup {
    const figures = report.figures.get(node) ?? [];
    const place = evidencePlace(node, report);
    return joined(
      figures.length === 0 ? null : figuresHtml(figures, nextName),
      place === null ? null : element('p', { class: 'source' }, linked(place.address, place.text)),
    );
  }

  return block;
}

function spans({ attrs = {} }: ReportNode) {
  const own = (name: string) => (Number(attrs[name] ?? 1) > 1 ? Number(attrs[name]) : null);
  return { colspan: own('colspan'), rowspan: own('rowspan') };
}
