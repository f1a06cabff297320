import type {
  AnyNode,
  ExportNamedDeclaration,
  ExportSpecifier,
  Identifier,
  ImportDeclaration,
  Literal,
  Pattern,
  Program,
} from 'acorn';

/** A statement of a module that Actions cannot have. */
export class ModuleFault extends Error {
  readonly at: { line: number; column: number };
  constructor(message: string, at: { line: number; column: number }) {
    super(message);
    this.at = at;
  }
}

type Edit = { start: number; end: number; text: string };

const nameOf = (node: Identifier | Literal): string =>
  node.type === 'Identifier' ? node.name : String(node.value);

const quoted = (text: string) => JSON.stringify(text);

/** The default of a module that was made from one with `export default`; else the whole of it, as in Node. */
const defaultOf = (module: string) =>
  `((m) => (m && m.__esModule && 'default' in m ? m.default : m))(${module})`;

function importCode(specifiers: ImportDeclaration['specifiers'], source: Literal): string {
  const module = `require(${quoted(String(source.value))})`;
  if (specifiers.length === 0) return `${module};`;
  const names: string[] = [];
  const lines: string[] = [];
  for (const specifier of specifiers) {
    const { name } = specifier.local;
    if (specifier.type === 'ImportNamespaceSpecifier') lines.push(`const ${name} = ${module};`);
    else if (specifier.type === 'ImportDefaultSpecifier' || nameOf(specifier.imported) === 'default')
      lines.push(`const ${name} = ${defaultOf(module)};`);
    else names.push(`${quoted(nameOf(specifier.imported))}: ${name}`);
  }
  if (names.length > 0) lines.push(`const { ${names.join(', ')} } = ${module};`);
  return lines.join(' ');
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** What of a node is a name of its own, such as that of a member, and refers to nothing. */
function ownNameOf(node: AnyNode): unknown {
  switch (node.type) {
    case 'MemberExpression':
      return node.computed ? undefined : node.property;
    case 'Property':
      return node.computed || node.shorthand ? undefined : node.key;
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return node.computed ? undefined : node.key;
    case 'ExportSpecifier':
      return node.exported === node.local ? undefined : node.exported;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return node.label;
    default:
      return undefined;
  }
}

/** Names that stand anywhere but in imports. One that is declared again further in counts too: then its import stays. */
function namesUsed({ body }: Program): ReadonlySet<string> {
  const used = new Set<string>();
  const queue: unknown[] = body.filter(({ type }) => type !== 'ImportDeclaration');
  while (queue.length > 0) {
    const next = queue.pop();
    if (Array.isArray(next)) for (const item of next) queue.push(item);
    else if (isNode(next)) {
      if (next.type === 'Identifier') used.add(next.name);
      const ownName = ownNameOf(next);
      for (const part of Object.values(next)) if (part !== ownName) queue.push(part);
    }
  }
  return used;
}

type Importing = (node: ImportDeclaration) => string;

/**
 * As TypeScript, which leaves nothing of an import whose names were all those of types; `import 'x'` is there for what
 * `x` does.
 */
function withoutTypes(code: string, program: Program): Importing {
  const used = namesUsed(program);
  return ({ specifiers, source, start }) => {
    const kept = specifiers.filter(({ local }) => used.has(local.name));
    const isForNames = /\bfrom\s*$/.test(code.slice(start, source.start));
    return kept.length === 0 && isForNames ? '' : importCode(kept, source);
  };
}

function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((part) =>
        namesIn(part.type === 'Property' ? part.value : part.argument),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((part) => (part ? namesIn(part) : []));
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    default:
      return [];
  }
}

function declaredNames({ declaration }: ExportNamedDeclaration): string[] {
  if (!declaration) return [];
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.flatMap(({ id }) => namesIn(id));
  return [declaration.id.name];
}

const exportCode = (exported: string, local: string) => `exports[${quoted(exported)}] = ${local};`;

const specifierCode = ({ exported, local }: ExportSpecifier) => exportCode(nameOf(exported), nameOf(local));

/** As many lines as before; on one line, whatever follows stays in its column where the text is no longer. */
function inPlaceOf(old: string, text: string): string {
  const lines = old.split('\n');
  const last = lines.at(-1) ?? '';
  if (lines.length === 1) return text.padEnd(old.length);
  return `${text}${'\n'.repeat(lines.length - 1)}${' '.repeat(last.length)}`;
}

/**
 * The code of a module as CommonJS: imports become calls of `require` where they stand, and what is exported is put on
 * `exports` at the end. Lines stay, and columns of all that is not an import. `isTyped`: types were taken out, and
 * imports of nothing else go too. Pure. Throws ModuleFault.
 */
export function commonJsOf(code: string, program: Program, isTyped: boolean): string {
  const { body } = program;
  const importing: Importing = isTyped
    ? withoutTypes(code, program)
    : ({ specifiers, source }) => importCode(specifiers, source);
  const edits: Edit[] = [];
  const exported: string[] = [];
  for (const node of body) {
    const { start, end } = node;
    const refuse = (message: string): never => {
      throw new ModuleFault(message, node.loc?.start ?? { line: 1, column: 0 });
    };
    if (node.type === 'ImportDeclaration') edits.push({ start, end, text: importing(node) });
    else if (node.type === 'ExportDefaultDeclaration')
      refuse('An Action exports its functions by name: export const onExecute… = …');
    else if (node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.source))
      refuse('An Action exports its own functions, and none of another module');
    else if (node.type === 'ExportNamedDeclaration') {
      edits.push({ start, end: node.declaration?.start ?? end, text: '' });
      exported.push(
        ...declaredNames(node).map((name) => exportCode(name, name)),
        ...node.specifiers.map(specifierCode),
      );
    }
  }
  let made = '';
  let at = 0;
  for (const { start, end, text } of edits) {
    made += code.slice(at, start) + inPlaceOf(code.slice(start, end), text);
    at = end;
  }
  return `${made}${code.slice(at)}\n${exported.join(' ')}`;
}
