import { libFileMap } from 'monaco-editor/languages/features/typescript/lib/lib';
import { typescript } from 'monaco-editor/languages/features/typescript/lib/typescriptServices';
import { codesOfPlainScripts, withoutPlainScripts } from './advice';
import { scriptOptions } from './script-options';
import type { ExtraLib } from './types';

const { ScriptTarget, createProgram, createSourceFile, flattenDiagnosticMessageText } = typescript;
type SourceFile = ReturnType<typeof createSourceFile>;

/** Files of the language itself, read once. */
const libraries = new Map<string, SourceFile>();

function libraryFile(name: string): SourceFile | undefined {
  const text = libFileMap[name];
  if (text === undefined) return undefined;
  const file = libraries.get(name) ?? createSourceFile(name, text, ScriptTarget.ESNext, true);
  libraries.set(name, file);
  return file;
}

/** What the editor says of a script and of the declarations around it, with the compiler and the options that it has. */
export function adviceOf(script: string, libs: readonly ExtraLib[], prefix = ''): string[] {
  const own: Record<string, string> = {
    'script.ts': prefix + script,
    ...Object.fromEntries(libs.map(({ path, content }) => [path, content])),
  };
  const names = Object.keys(own);
  const program = createProgram(names, scriptOptions, {
    getSourceFile: (name) => {
      const text = own[name];
      return text === undefined
        ? libraryFile(name.replace(/^.*\//, ''))
        : createSourceFile(name, text, ScriptTarget.ESNext, true);
    },
    fileExists: (name) => name in own,
    readFile: (name) => own[name],
    getDefaultLibFileName: () => 'lib.esnext.d.ts',
    writeFile: () => undefined,
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
  });
  const said = names.flatMap((name) => {
    const file = program.getSourceFile(name);
    const meant = withoutPlainScripts(program.getSemanticDiagnostics(file), own[name] ?? '');
    return [...program.getSyntacticDiagnostics(file), ...meant];
  });
  return said
    .filter(({ code }) => !codesOfPlainScripts.includes(code))
    .map(({ messageText }) => flattenDiagnosticMessageText(messageText, ' '));
}
