/**
 * What TypeScript says of every plain script, and what no script does wrong by: types left out, arguments left out, the
 * ways of CommonJS and JSDoc.
 */
export const codesOfPlainScripts: readonly number[] = [
  // "implicitly has an any type", in its forms
  7005, 7006, 7015, 7016, 7017, 7019, 7031, 7034, 7044, 7053,
  // "expected 2 arguments, but got 1"
  2554,
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

/**
 * Diagnostics of a script without those that plain scripts get for what JavaScript allows: that an object of their own
 * gets a member by an assignment.
 */
export function withoutPlainScripts<T extends Diagnostic>(diagnostics: readonly T[], script: string): T[] {
  const isAssigned = ({ start = 0, length = 0 }: Diagnostic) =>
    /^\s*=(?![=>])/.test(script.slice(start + length));
  const added = new Set(diagnostics.filter(isAssigned).map(missingMember));
  return diagnostics.filter((each) => {
    const member = missingMember(each);
    return member === undefined || !added.has(member);
  });
}
