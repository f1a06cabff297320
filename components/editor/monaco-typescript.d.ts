/** The TypeScript that Monaco brings, as far as we use it; the package has no types for it. */
declare module 'monaco-editor/languages/features/typescript/lib/typescriptServices' {
  export namespace typescript {
    type Node = { kind: number; end: number; getStart(): number; getText(): string; getChildren(): Node[] };
    type NodeOf<Kind extends string> = Node & { readonly isKind: Kind };
    type SourceFile = NodeOf<'SourceFile'> & { statements: readonly Node[] };
    type Identifier = NodeOf<'Identifier'> & { text: string };
    type ParameterDeclaration = NodeOf<'Parameter'> & {
      name: Node;
      type?: Node;
      questionToken?: Node;
      dotDotDotToken?: Node;
    };
    type FunctionLike = Node & { parameters: readonly ParameterDeclaration[] };
    type FunctionDeclaration = NodeOf<'FunctionDeclaration'> & FunctionLike & { name?: Identifier };
    type PropertyAssignment = NodeOf<'PropertyAssignment'> & { name: Node; initializer: Node };
    type MethodDeclaration = NodeOf<'MethodDeclaration'> & FunctionLike & { name: Node };
    type ObjectMember = PropertyAssignment | MethodDeclaration | (NodeOf<'other member'> & { name?: Node });
    type ExportSpecifier = NodeOf<'ExportSpecifier'> & { name: Identifier; propertyName?: Identifier };
    type VariableDeclaration = NodeOf<'VariableDeclaration'> & {
      name: Node;
      initializer?: Node;
      type?: Node;
    };

    const ScriptTarget: { ESNext: number };
    const SyntaxKind: { OpenParenToken: number };

    function createSourceFile(name: string, text: string, target: number, setParents: boolean): SourceFile;
    function flattenDiagnosticMessageText(text: string | object, newLine: string): string;
    function forEachChild(node: Node, visit: (child: Node) => void): void;
    function getJSDocType(node: Node): Node | undefined;

    function isArrowFunction(node: Node): node is NodeOf<'ArrowFunction'> & FunctionLike;
    function isBinaryExpression(
      node: Node,
    ): node is NodeOf<'BinaryExpression'> & { left: Node; right: Node; operatorToken: Node };
    function isExportDeclaration(
      node: Node,
    ): node is NodeOf<'ExportDeclaration'> & { exportClause?: Node; moduleSpecifier?: Node };
    function isExpressionStatement(node: Node): node is NodeOf<'ExpressionStatement'> & { expression: Node };
    function isFunctionDeclaration(node: Node): node is FunctionDeclaration;
    function isFunctionExpression(node: Node): node is NodeOf<'FunctionExpression'> & FunctionLike;
    function isIdentifier(node: Node): node is Identifier;
    function isMethodDeclaration(node: Node): node is MethodDeclaration;
    function isNamedExports(
      node: Node,
    ): node is NodeOf<'NamedExports'> & { elements: readonly ExportSpecifier[] };
    function isObjectLiteralExpression(
      node: Node,
    ): node is NodeOf<'ObjectLiteralExpression'> & { properties: readonly ObjectMember[] };
    function isParenthesizedExpression(
      node: Node,
    ): node is NodeOf<'ParenthesizedExpression'> & { expression: Node };
    function isPropertyAccessExpression(
      node: Node,
    ): node is NodeOf<'PropertyAccessExpression'> & { expression: Node; name: Identifier };
    function isPropertyAssignment(node: Node): node is PropertyAssignment;
    function isVariableStatement(node: Node): node is NodeOf<'VariableStatement'> & {
      declarationList: { declarations: readonly VariableDeclaration[] };
    };
  }
}
