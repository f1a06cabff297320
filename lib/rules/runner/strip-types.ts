import { stripTypeScriptTypes } from 'node:module';

/** The source with every type made blank, so that each line and column stays; or where and why it is no TypeScript. */
export type Stripped =
  | { ok: true; code: string }
  | { ok: false; message: string; line: number; column: number };

/** Node says once that the function is experimental; its behaviour is pinned by our tests, and operators cannot act. */
function quietly<T>(work: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Node's picture of the place shows a tab as four columns. */
function columnOf(line: string, shown: number): number {
  let seen = 0;
  for (let at = 0; at < line.length; at++) {
    if (seen >= shown) return at + 1;
    seen += line[at] === '\t' ? 4 : 1;
  }
  return line.length + 1;
}

function placeOf(error: Error, source: string): { line: number; column: number } {
  const [, number = '1', caret = ''] = /^:(\d+)\n(?:.*\n)+?( *)\^+\n/.exec(error.stack ?? '') ?? [];
  const line = Number(number);
  return { line, column: columnOf(source.split('\n')[line - 1] ?? '', caret.length) };
}

const isOfTypes = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /_TYPESCRIPT_SYNTAX$/.test(String(error.code));

/**
 * Takes the types out of TypeScript. What would need code in their place (`enum`, `namespace`, parameter properties) is
 * refused. Checks no types.
 */
export function stripTypes(source: string): Stripped {
  try {
    return { ok: true, code: quietly(() => stripTypeScriptTypes(source)) };
  } catch (error) {
    if (!isOfTypes(error)) throw error;
    const message = error.message
      .replace('in strip-only mode', 'here: a type must leave no code behind')
      .replace(' in type strip mode', '');
    return { ok: false, message, ...placeOf(error, source) };
  }
}
