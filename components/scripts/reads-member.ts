const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Whether code reads a member of an object of that name: `object.KEY`, `object['KEY']`, or the key as a word where the
 * object is taken apart. A hint: a key that is put together at run time is not seen, and one in a comment is.
 */
export function readsMember(object: string, key: string, code: string): boolean {
  const name = escaped(key);
  const member = new RegExp(
    `\\b${object}\\s*(\\?\\.|\\.)\\s*${name}(?![\\w$])|\\b${object}\\s*(\\?\\.)?\\[\\s*(['"\`])${name}\\3\\s*\\]`,
  );
  const taken = new RegExp(
    `\\{[^{}]*(?<![\\w$.'"])${name}(?![\\w$])[^{}]*\\}\\s*=\\s*(\\w+\\s*\\.\\s*)*${object}\\b`,
  );
  return member.test(code) || taken.test(code);
}

/** The members of an object of that name that code reads as `object.KEY` or `object['KEY']`, by name. */
export function membersRead(object: string, code: string): string[] {
  const pattern = new RegExp(
    `\\b${object}\\s*(?:\\?\\.|\\.)\\s*([A-Za-z_$][\\w$]*)|\\b${object}\\s*(?:\\?\\.)?\\[\\s*(['"\`])([\\w.$-]+)\\2\\s*\\]`,
    'g',
  );
  const names = [...code.matchAll(pattern)].flatMap(([, plain, , quoted]) => plain ?? quoted ?? []);
  return [...new Set(names)].sort();
}
