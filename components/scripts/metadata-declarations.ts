/** Paths of metadata that users have, as a query spells them: `address.city`, `my\:key`. */
export type ObservedPaths = {
  user_metadata: readonly { path: string }[];
  app_metadata: readonly { path: string }[];
};

export const nothingObserved: ObservedPaths = { user_metadata: [], app_metadata: [] };

/** The key on the first level of a bag that a path leads through. */
function keyOf(path: string): string {
  const [, first = ''] = /^((?:\\.|[^\\.])*)/s.exec(path) ?? [];
  return first.replace(/\\(.)/gs, '$1');
}

const literalsOf = (paths: readonly { path: string }[]): string[] =>
  [...new Set(paths.map(({ path }) => keyOf(path)))]
    .filter((key) => key !== '')
    .map((key) => JSON.stringify(key));

const membersOf = (literals: readonly string[]) => literals.map((key) => `  ${key}?: any;`).join('\n');

function declarationsOf(name: string, paths: readonly { path: string }[]): string {
  const literals = literalsOf(paths);
  return `interface ${name} {
${membersOf(literals)}
  [key: string]: any;
}
type ${name}Key = ${[...literals, '(string & {})'].join(' | ')};`;
}

/**
 * The types of both bags for the editor's language service: the keys that users have are offered, every other one is
 * allowed, and a value may be anything, since another user may have another one there.
 */
export function metadataDeclarations({ user_metadata, app_metadata }: ObservedPaths): string {
  return `${declarationsOf('UserMetadata', user_metadata)}

${declarationsOf('AppMetadata', app_metadata)}

/** Keys that \`app_metadata\` lays over the root of the user. */
interface AppMetadataOnRoot {
${membersOf(literalsOf(app_metadata))}
}`;
}
