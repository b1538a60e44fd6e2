const NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * The elements of an SVG that our own code or MathJax wrote. The page's policy lets no text become
 * elements by the browser's parser, and this one knows no more than those drawings need.
 * @throws Error for what is no SVG
 */
export function svgElement(svg: string): SVGElement {
  const open: Element[] = [];
  let root: SVGElement | null = null;
  const tokens = /<\?[^>]*\?>|<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;
  for (const [, slash, name, attributes = '', isEmpty, text] of svg.matchAll(tokens)) {
    if (text !== undefined) open.at(-1)?.append(decode(text));
    else if (slash === '/') open.pop();
    else if (name !== undefined) {
      const element = document.createElementNS(NAMESPACE, name);
      for (const [, attribute = '', value = ''] of attributes.matchAll(/([\w:-]+)="([^"]*)"/g)) {
        // Styles are refused by the page's policy; nothing that is drawn depends on them.
        if (attribute !== 'style' && attribute !== 'xmlns') {
          element.setAttribute(attribute, decode(value));
        }
      }
      if (root === null && element.localName === 'svg') root = element;
      open.at(-1)?.append(element);
      if (isEmpty !== '/') open.push(element);
    }
  }
  if (root === null) throw new Error('A drawing could not be read.');
  return root;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

const decode = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
