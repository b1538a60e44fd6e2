/** Makes a value when it is first asked for, and keeps it: what takes a while is not made at the start of a page. */
export function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
