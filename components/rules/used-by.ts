type Named = { rule: { name: string; script: string } };

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Names of the rules whose code reads a configuration value: `configuration.KEY`, `configuration['KEY']`, or the key as
 * a word where `configuration` is taken apart. A hint: a key that is put together at run time is not seen, and one in a
 * comment is.
 */
export function usedBy(key: string, rules: readonly Named[]): string[] {
  const name = escaped(key);
  const member = new RegExp(
    `\\bconfiguration\\s*(\\?\\.|\\.)\\s*${name}(?![\\w$])|\\bconfiguration\\s*(\\?\\.)?\\[\\s*(['"\`])${name}\\3\\s*\\]`,
  );
  const taken = new RegExp(`\\{[^{}]*(?<![\\w$.'"])${name}(?![\\w$])[^{}]*\\}\\s*=\\s*configuration\\b`);
  return rules
    .filter(({ rule }) => member.test(rule.script) || taken.test(rule.script))
    .map(({ rule }) => rule.name);
}
