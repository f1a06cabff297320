/** Code to start from. */
export type ScriptTemplate = {
  id: string;
  name: string;
  description: string;
  group: string;
  script: string;
};

/** Templates in whose name, description, group or code all the words are. */
export function findTemplates<T extends ScriptTemplate>(
  templates: readonly T[],
  typed: string,
): readonly T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return templates.filter(({ name, description, group, script }) => {
    const text = `${name} ${description} ${group} ${script}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
