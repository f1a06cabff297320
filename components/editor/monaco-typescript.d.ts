/** The TypeScript that Monaco brings, as far as our tests use it; the package has no types for it. */
declare module 'monaco-editor/languages/features/typescript/lib/typescriptServices' {
  type SourceFile = { fileName: string };
  type Diagnostic = { code: number; start?: number; length?: number; messageText: string | object };
  type Host = {
    getSourceFile(name: string): SourceFile | undefined;
    fileExists(name: string): boolean;
    readFile(name: string): string | undefined;
    getDefaultLibFileName(): string;
    writeFile(): void;
    getCurrentDirectory(): string;
    getCanonicalFileName(name: string): string;
    useCaseSensitiveFileNames(): boolean;
    getNewLine(): string;
  };
  type Program = {
    getSourceFile(name: string): SourceFile;
    getSemanticDiagnostics(file: SourceFile): Diagnostic[];
    getSyntacticDiagnostics(file: SourceFile): Diagnostic[];
  };
  export const typescript: {
    createSourceFile(name: string, text: string, target: number, setParents: boolean): SourceFile;
    createProgram(names: string[], options: object, host: Host): Program;
    flattenDiagnosticMessageText(text: string | object, newLine: string): string;
    ScriptTarget: { ESNext: number };
  };
}

declare module 'monaco-editor/languages/features/typescript/lib/lib' {
  export const libFileMap: Record<string, string>;
}
