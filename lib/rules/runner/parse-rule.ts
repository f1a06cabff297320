import { type Options, type Program, parse } from 'acorn';

/** `code` is the source as it is compiled; its lines and columns are those of the source. */
export type ParsedCode =
  | { ok: true; code: string }
  | { ok: false; message: string; line: number; column: number };

const options: Options = {
  ecmaVersion: 'latest',
  sourceType: 'script',
  locations: true,
  preserveParens: true,
  allowHashBang: false,
};

/**
 * A comma puts the source where only an expression may stand, so a function is never read as a declaration;
 * the line break keeps the source's own columns.
 */
const prefix = '0,\n';

const refusal = 'A rule is one function expression: function (user, context, callback) { … }.';

/**
 * Checks that `script` is one function expression (plain, named, async or arrow; comments around it and a
 * trailing `;` are fine). Pure: runs nothing. Line and column count from 1.
 */
export function parseRule(script: string): ParsedCode {
  try {
    return functionOf(script, parse(prefix + script, options));
  } catch (error) {
    if (!isSyntaxError(error)) throw error;
    const line = Math.max(1, error.loc.line - 1);
    const message = error.message.replace(/ \(\d+:\d+\)$/, '');
    return { ok: false, message, line, column: error.loc.column + 1 };
  }
}

function functionOf(script: string, program: Program): ParsedCode {
  const [first, ...rest] = program.body;
  const extra = rest.find((statement) => statement.type !== 'EmptyStatement');
  if (extra) return refuse('A rule is one function expression and nothing after it.', extra.loc?.start);
  if (first?.type !== 'ExpressionStatement' || first.expression.type !== 'SequenceExpression') {
    return refuse(refusal);
  }
  const [, expression, another] = first.expression.expressions;
  if (!expression) return refuse(refusal);
  if (another) return refuse('A rule is one function expression and nothing after it.', another.loc?.start);
  let inner = expression;
  while (inner.type === 'ParenthesizedExpression') inner = inner.expression;
  if (inner.type !== 'FunctionExpression' && inner.type !== 'ArrowFunctionExpression') {
    return refuse(refusal, expression.loc?.start);
  }
  if (inner.generator) {
    return refuse('A rule cannot be a generator: nothing would run its body.', inner.loc?.start);
  }
  return { ok: true, code: script.slice(0, expression.end - prefix.length) };
}

function refuse(message: string, at = { line: 2, column: 0 }): ParsedCode {
  return { ok: false, message, line: Math.max(1, at.line - 1), column: at.column + 1 };
}

export function isSyntaxError(
  error: unknown,
): error is SyntaxError & { loc: { line: number; column: number } } {
  return error instanceof SyntaxError && 'loc' in error;
}
