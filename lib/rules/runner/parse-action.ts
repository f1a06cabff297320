import { type Options, parse } from 'acorn';
import { commonJsOf, ModuleFault } from './module-code';
import { isSyntaxError, type ParsedCode } from './parse-rule';

const options = {
  ecmaVersion: 'latest',
  locations: true,
  allowHashBang: false,
} satisfies Options;

type Fault = Extract<ParsedCode, { ok: false }>;

function faultOf(error: unknown): Fault {
  if (error instanceof ModuleFault) {
    const { message, at } = error;
    return { ok: false, message, line: at.line, column: at.column + 1 };
  }
  if (!isSyntaxError(error)) throw error;
  const message = error.message.replace(/ \(\d+:\d+\)$/, '');
  return { ok: false, message, line: error.loc.line, column: error.loc.column + 1 };
}

const isOfModule = ({ message }: Fault) =>
  message.includes("'import' and 'export'") || message.includes("'import.meta'");

/** What `require` gives is there at once, and so must be the rest: `await` outside of functions is no CommonJS. */
function parseModule(code: string, isTyped: boolean): ParsedCode {
  try {
    const made = commonJsOf(code, parse(code, { ...options, sourceType: 'module' }), isTyped);
    const again = parseCommonJs(made);
    const isAwait = !again.ok && /\bawait\b/.test(code.split('\n')[again.line - 1] ?? '');
    return isAwait ? { ...again, message: 'An Action can use await within its functions only' } : again;
  } catch (error) {
    return faultOf(error);
  }
}

function parseCommonJs(code: string): ParsedCode {
  try {
    parse(code, { ...options, sourceType: 'commonjs' });
    return { ok: true, code };
  } catch (error) {
    return faultOf(error);
  }
}

/**
 * Checks that `code` is the body of a CommonJS module, or a module with `import` and `export`, which becomes one. Pure:
 * runs nothing. Line and column count from 1, and are those of the source. `isTyped`: what TypeScript left of its own.
 */
export function parseAction(code: string, isTyped = false): ParsedCode {
  const parsed = parseCommonJs(code);
  return !parsed.ok && isOfModule(parsed) ? parseModule(code, isTyped) : parsed;
}
