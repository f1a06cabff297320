import { type Options, parse } from 'acorn';
import { isSyntaxError, type ParsedCode } from './parse-rule';

const options: Options = {
  ecmaVersion: 'latest',
  sourceType: 'commonjs',
  locations: true,
  allowHashBang: false,
};

const esm = 'An Action is a CommonJS module: write exports.onExecute… = and require, not export and import';

/** Checks that `code` is the body of a CommonJS module. Pure: runs nothing. Line and column count from 1. */
export function parseAction(code: string): ParsedCode {
  try {
    parse(code, options);
    return { ok: true, code };
  } catch (error) {
    if (!isSyntaxError(error)) throw error;
    const message = error.message.replace(/ \(\d+:\d+\)$/, '');
    const isModule = message.includes("'import' and 'export'");
    return {
      ok: false,
      message: isModule ? esm : message,
      line: error.loc.line,
      column: error.loc.column + 1,
    };
  }
}
