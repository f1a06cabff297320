// All of the editor at once: its language services fetch the rest later, and what is registered after the first
// editor was made fails in the next one.
import 'monaco-editor/features/register.all';
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/languages/definitions/typescript/register';
import { jsonDefaults } from 'monaco-editor/languages/features/json/register';
import { typescriptDefaults } from 'monaco-editor/languages/features/typescript/register';
import { codesOfPlainScripts } from './advice';
import { scriptOptions } from './script-options';
import { themes } from './theme';

/** Our own bundles: nothing of the editor comes from anywhere else. */
function createWorker(label: string): Worker {
  if (label === 'json') return new Worker(new URL('./workers/json.worker.ts', import.meta.url));
  if (label === 'typescript') {
    return new Worker(new URL('./workers/typescript.worker.ts', import.meta.url));
  }
  return new Worker(new URL('./workers/editor.worker.ts', import.meta.url));
}

globalThis.MonacoEnvironment = { getWorker: (_id, label) => createWorker(label) };

for (const [name, data] of Object.entries(themes)) monaco.editor.defineTheme(name, data);

typescriptDefaults.setCompilerOptions(scriptOptions);
typescriptDefaults.setEagerModelSync(true);
// Whoever edits a script brings the parser that judges it.
typescriptDefaults.setDiagnosticsOptions({
  noSyntaxValidation: true,
  diagnosticCodesToIgnore: [...codesOfPlainScripts],
});

export { editor, KeyCode, KeyMod, MarkerSeverity, Uri } from 'monaco-editor/editor';
export { jsonDefaults, monaco, typescriptDefaults };
