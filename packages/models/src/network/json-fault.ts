const token =
  /[\s]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy;

/** Where a text stops being JSON: the place of the first token that cannot stand there. What JavaScript says of it lacks the place at times. */
export function jsonFault(text: string): number {
  const open: ('{' | '[')[] = [];
  /** What may come next: a value, a key, a colon, or a comma or an end; `first`: the bracket was opened just now. */
  let expected: 'value' | 'key' | 'colon' | 'more' = 'value';
  let first = false;
  for (token.lastIndex = 0; ; ) {
    const from = token.lastIndex;
    const at = from + /^\s*/.exec(text.slice(from, from + 10_000))![0].length;
    const found = token.exec(text);
    if (!found) return at;
    const [, sign, string] = found;
    const inside = open[open.length - 1];
    const closes = sign === '}' ? '{' : sign === ']' ? '[' : undefined;
    if (closes !== undefined) {
      if (closes !== inside || !(expected === 'more' || first)) return at;
      open.pop();
      expected = 'more';
    } else if (sign === ',') {
      if (expected !== 'more' || inside === undefined) return at;
      expected = inside === '{' ? 'key' : 'value';
    } else if (sign === ':') {
      if (expected !== 'colon') return at;
      expected = 'value';
    } else if (expected === 'key') {
      if (string === undefined) return at;
      expected = 'colon';
    } else {
      if (expected !== 'value') return at;
      if (sign === '{' || sign === '[') open.push(sign);
      expected = sign === '{' ? 'key' : sign === '[' ? 'value' : 'more';
    }
    first = sign === '{' || sign === '[';
  }
}
