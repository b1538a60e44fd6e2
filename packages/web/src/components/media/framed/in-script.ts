/** A text of JSON or of a script that can't end the element it stands in: in its strings `\u003c` is `<`. */
export const inScript = (text: string): string =>
  text.replace(/<(?=\/script|!--|script)/gi, '\\u003c');
