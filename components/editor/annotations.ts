import { typescript as ts } from 'monaco-editor/languages/features/typescript/lib/typescriptServices';
import type { HiddenText } from './hidden-text';
import type { Insertion } from './woven-text';

type Types = readonly string[];

/** `exports.name` and `module.exports.name`: the name. */
function exportedBy(target: ts.Node): string | undefined {
  if (!ts.isPropertyAccessExpression(target)) return undefined;
  const owner = target.expression.getText();
  return owner === 'exports' || owner === 'module.exports' ? target.name.text : undefined;
}

/** What leaves the module under which name. */
type Leaving = { name: string; value: ts.Node };

function inObject(object: ts.Node): Leaving[] {
  if (!ts.isObjectLiteralExpression(object)) return [];
  return object.properties.flatMap((member) => {
    if (!member.name || !ts.isIdentifier(member.name)) return [];
    const name = member.name.text;
    if (ts.isPropertyAssignment(member)) return [{ name, value: member.initializer }];
    return [{ name, value: ts.isMethodDeclaration(member) ? member : member.name }];
  });
}

function inStatement(statement: ts.Node): Leaving[] {
  if (ts.isExportDeclaration(statement)) {
    const { exportClause, moduleSpecifier } = statement;
    if (!exportClause || moduleSpecifier || !ts.isNamedExports(exportClause)) return [];
    return exportClause.elements.map(({ name, propertyName }) => ({
      name: name.text,
      value: propertyName ?? name,
    }));
  }
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return [];
  const { left, right } = statement.expression;
  const name = exportedBy(left);
  if (name !== undefined) return [{ name, value: right }];
  return left.getText() === 'module.exports' ? inObject(right) : [];
}

type Named = { name: string; value: ts.Node; isTyped: boolean };

/** Functions and values on the first level, by the names that they have there. */
function declaredBy(statement: ts.Node): Named[] {
  if (ts.isFunctionDeclaration(statement))
    return statement.name ? [{ name: statement.name.text, value: statement, isTyped: false }] : [];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer, type }) =>
    initializer && ts.isIdentifier(name)
      ? [{ name: name.text, value: initializer, isTyped: type !== undefined }]
      : [],
  );
}

function asFunction(node: ts.Node): ts.FunctionLike | undefined {
  if (ts.isParenthesizedExpression(node)) return asFunction(node.expression);
  const isFunction =
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node);
  return isFunction ? node : undefined;
}

/** Functions that leave the document under one of the names, or that have the name and may leave it later. */
function handlersOf(file: ts.SourceFile, parameters: Map<string, Types>): Map<ts.FunctionLike, Types> {
  const byName = new Map(parameters);
  const found = new Map<ts.FunctionLike, Types>();
  const add = (value: ts.Node, types: Types) => {
    const handler = asFunction(value);
    if (handler) found.set(handler, types);
  };
  for (const { name, value } of file.statements.flatMap(inStatement)) {
    const types = parameters.get(name);
    if (!types) continue;
    if (ts.isIdentifier(value)) byName.set(value.text, types);
    else add(value, types);
  }
  for (const { name, value, isTyped } of file.statements.flatMap(declaredBy)) {
    const types = byName.get(name);
    if (types && !isTyped) add(value, types);
  }
  return found;
}

/** Types that a JSDoc comment takes from a module. */
const importType = /^import\((['"])[^'"\n]+\1\)\.\w+$/;

function documentedType(parameter: ts.ParameterDeclaration, documented: Types): string | undefined {
  const text = ts.getJSDocType(parameter)?.getText() ?? '';
  return documented.includes(text) || importType.test(text) ? text : undefined;
}

/** `: type` behind a parameter that has none, in the parentheses that it may lack. */
function annotate(owner: ts.FunctionLike, parameter: ts.ParameterDeclaration, type: string): Insertion[] {
  const { name, questionToken } = parameter;
  const start = name.getStart();
  const at = (questionToken ?? name).end;
  if (parameter.type || start === name.end) return [];
  const isBare = !owner.getChildren().some(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
  return isBare
    ? [
        { at: start, text: '(', opens: true },
        { at, text: `: ${type})` },
      ]
    : [{ at, text: `: ${type}` }];
}

/**
 * The types that parameters of a script have by what their functions are for: those of `parameters`, and elsewhere what
 * JSDoc says, which counts for nothing in TypeScript. What has a type by its author keeps it.
 */
export function annotationsOf(script: string, { parameters = {}, documented = [] }: HiddenText): Insertion[] {
  if (Object.keys(parameters).length === 0 && documented.length === 0) return [];
  const file = ts.createSourceFile('script.ts', script, ts.ScriptTarget.ESNext, true);
  const handlers = handlersOf(file, new Map(Object.entries(parameters)));
  const insertions: Insertion[] = [];
  const visit = (node: ts.Node): void => {
    const owner = asFunction(node);
    if (owner === node) {
      const given = handlers.get(owner);
      owner.parameters.forEach((parameter, index) => {
        const type = given
          ? parameter.dotDotDotToken
            ? `[${given.slice(index).join(', ')}]`
            : given[index]
          : documentedType(parameter, documented);
        if (type !== undefined) insertions.push(...annotate(owner, parameter, type));
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return insertions;
}
