import { parseAnsi } from './ansi.ts';
import { ansiCss } from './ansi-css.ts';

/** Text of many lines with the colours that its codes ask for; a colour goes on until it is changed. */
export function AnsiText({ text }: { readonly text: string }) {
  return text.split('\n').map((line, index) => (
    <span key={index}>
      {index === 0 ? '' : '\n'}
      {parseAnsi(line).map(({ text: part, style }, at) => {
        const css = ansiCss(style);
        return css ? (
          <span key={at} style={css}>
            {part}
          </span>
        ) : (
          part
        );
      })}
    </span>
  ));
}
