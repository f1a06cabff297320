import { typescript } from 'monaco-editor/languages/features/typescript/lib/typescriptServices';
import { codesOfPlainScripts } from './advice';
import { type HiddenText, hiddenName, writeHiddenText } from './hidden-text';
import { scriptOptions } from './script-options';
import type { ExtraLib } from './types';
import { ScriptWorker } from './workers/script-worker';

type Diagnostic = { code: number; start: number; length: number; messageText: string | object };
type QuickInfo = {
  displayParts: { text: string }[];
  documentation?: { text: string }[];
  textSpan: { start: number; length: number };
};

const uri = 'file:///script.ts';
const model = { uri, version: 0, text: '', getValue: () => model.text };
const worker = new ScriptWorker(
  { getMirrorModels: () => [model] },
  { compilerOptions: scriptOptions, extraLibs: {}, inlayHintsOptions: {} },
);

const asking = worker as unknown as {
  updateExtraLibs(libs: Record<string, { content: string; version: number }>): Promise<void>;
  getSyntacticDiagnostics(file: string): Promise<Diagnostic[]>;
  getSemanticDiagnostics(file: string): Promise<Diagnostic[]>;
  getQuickInfoAtPosition(file: string, at: number): Promise<QuickInfo | undefined>;
  getCompletionsAtPosition(file: string, at: number): Promise<{ entries: { name: string }[] } | undefined>;
};

/** Opens a script in the worker of the editor, with what the page would have told it. */
async function open(script: string, libs: readonly ExtraLib[], hidden: HiddenText): Promise<string[]> {
  model.version++;
  model.text = script;
  const { version } = model;
  const names = libs.map(({ path }) => `ts:${path}`);
  const known = libs.map(({ path, content }) => [`ts:${path}`, { content, version }] as const);
  const own = [hiddenName(uri), { content: writeHiddenText(hidden), version }] as const;
  await asking.updateExtraLibs(Object.fromEntries([...known, own]));
  return names;
}

/** What the editor marks in a script, where, and what it says there. */
export async function markersOf(
  script: string,
  libs: readonly ExtraLib[],
  hidden: HiddenText = {},
): Promise<{ text: string; at: number; says: string }[]> {
  await open(script, libs, hidden);
  const marked = await asking.getSemanticDiagnostics(uri);
  return marked
    .filter(({ code }) => !codesOfPlainScripts.includes(code))
    .map(({ start, length, messageText }) => ({
      text: script.slice(start, start + length),
      at: start,
      says: typescript.flattenDiagnosticMessageText(messageText, ' '),
    }));
}

/** What the editor says of a script and of the declarations around it. */
export async function adviceOf(
  script: string,
  libs: readonly ExtraLib[],
  hidden: HiddenText = {},
): Promise<string[]> {
  const names = await open(script, libs, hidden);
  const said: Diagnostic[] = [];
  for (const name of [uri, ...names])
    said.push(
      ...(await asking.getSyntacticDiagnostics(name)),
      ...(await asking.getSemanticDiagnostics(name)),
    );
  return said
    .filter(({ code }) => !codesOfPlainScripts.includes(code))
    .map(({ messageText }) => typescript.flattenDiagnosticMessageText(messageText, ' '));
}

/** What the editor tells of the place right behind `before`, and of which text it tells it. */
export async function hoverOf(
  script: string,
  before: string,
  libs: readonly ExtraLib[],
  hidden: HiddenText = {},
): Promise<{ text: string; says: string; explains: string } | null> {
  await open(script, libs, hidden);
  const info = await asking.getQuickInfoAtPosition(uri, script.indexOf(before) + before.length);
  if (!info) return null;
  const { start, length } = info.textSpan;
  return {
    text: script.slice(start, start + length),
    says: info.displayParts.map(({ text }) => text).join(''),
    explains: (info.documentation ?? []).map(({ text }) => text).join(''),
  };
}

/** What the editor offers right behind `before`. */
export async function offersOf(
  script: string,
  before: string,
  libs: readonly ExtraLib[],
  hidden: HiddenText = {},
): Promise<string[]> {
  await open(script, libs, hidden);
  const at = script.indexOf(before) + before.length;
  return (await asking.getCompletionsAtPosition(uri, at))?.entries.map(({ name }) => name) ?? [];
}
