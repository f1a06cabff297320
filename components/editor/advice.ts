/**
 * What TypeScript says of every plain script, and what no script does wrong by: types left out, arguments left out, the
 * ways of CommonJS and JSDoc.
 */
export const codesOfPlainScripts: readonly number[] = [
  // "implicitly has an any type", in its forms
  7005, 7006, 7009, 7010, 7011, 7015, 7016, 7017, 7018, 7019, 7022, 7023, 7024, 7031, 7034, 7044, 7053,
  // "expected 2 arguments, but got 1", of functions and of what ends a promise
  2554, 2794,
  // arithmetic with what is no number, such as a date, and comparing it with one
  2362, 2363, 2365,
  // "cannot use namespace as a type", of what comes from a library without types
  2709,
  // "may be converted", of types in JSDoc and of `require`
  80004, 80005,
];

type Diagnostic = { start?: number | undefined; length?: number | undefined; messageText?: unknown };

function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  return typeof message === 'object' && message !== null && 'messageText' in message
    ? textOf(message.messageText)
    : '';
}

/** The member that an object of a type without a name is said not to have. */
function missingMember({ messageText }: Diagnostic): string | undefined {
  return /^Property '(.+?)' does not exist on type '\{/.exec(textOf(messageText))?.[1];
}

/** Of a value nothing is known of, such as what a promise without a type gives. */
const isOfUnknown = ({ messageText }: Diagnostic) =>
  /(^Argument of| on|^Object is of|is of) type 'unknown'/.test(textOf(messageText));

/**
 * Diagnostics of a script without those that plain scripts get for what JavaScript allows: that an object of their own
 * gets a member by an assignment, and that nobody has said what a value is.
 */
export function withoutPlainScripts<T extends Diagnostic>(diagnostics: readonly T[], script: string): T[] {
  const isAssigned = ({ start = 0, length = 0 }: Diagnostic) =>
    /^\s*=(?![=>])/.test(script.slice(start + length));
  const added = new Set(diagnostics.filter(isAssigned).map(missingMember));
  return diagnostics.filter((each) => {
    if (isOfUnknown(each)) return false;
    const member = missingMember(each);
    return member === undefined || !added.has(member);
  });
}
