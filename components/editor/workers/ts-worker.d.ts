/** The parts of Monaco's TypeScript worker that ours builds on; the package has no types for it. */
declare module 'monaco-editor/languages/features/typescript/tsWorker' {
  export class TypeScriptWorker {
    constructor(context: unknown, data: unknown);
    getExtraLibs(): Record<string, { content: string; version: number }>;
    getScriptFileNames(): string[];
    getScriptVersion(fileName: string): string;
    _getScriptText(fileName: string): string | undefined;
  }
}

declare module 'monaco-editor/languages/features/typescript/ts.worker' {
  import type { TypeScriptWorker } from 'monaco-editor/languages/features/typescript/tsWorker';
  export function initialize(create: (context: unknown, data: unknown) => TypeScriptWorker): void;
}
