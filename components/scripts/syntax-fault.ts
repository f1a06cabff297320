import { tsPlugin } from '@sveltejs/acorn-typescript';
import { Parser } from 'acorn';
import type { ParsedCode } from '@/lib/rules/runner/parse-rule';

type Fault = Extract<ParsedCode, { ok: false }>;

const TypeScript = Parser.extend(tsPlugin());

/** Where the source is no TypeScript either; null where it is. */
function typedFault(source: string, prefix: string): Fault | null {
  try {
    TypeScript.parse(prefix + source, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
      allowReturnOutsideFunction: true,
    });
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('loc' in error)) throw error;
    const { line, column } = error.loc as { line: number; column: number };
    const lines = prefix.split('\n').length - 1;
    const message = error.message.replace(/ \(\d+:\d+\)$/, '');
    return { ok: false, message, line: Math.max(1, line - lines), column: column + 1 };
  }
}

const isLater = (one: Fault, other: Fault) =>
  one.line > other.line || (one.line === other.line && one.column > other.column);

/**
 * Why code could not be deployed, or null; as the server judges it (`checkSource`), but in a browser. What is no
 * JavaScript is read as TypeScript; when it is neither, the fault further down is the real one. `prefix` puts an
 * expression where only one may stand.
 */
export function syntaxFault(
  source: string,
  parse: (source: string) => ParsedCode,
  prefix = '',
): Fault | null {
  const asScript = parse(source);
  if (asScript.ok) return null;
  const typed = typedFault(source, prefix);
  return typed && (isLater(typed, asScript) ? typed : asScript);
}
