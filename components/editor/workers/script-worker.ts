import { TypeScriptWorker } from 'monaco-editor/languages/features/typescript/tsWorker';
import { withoutPlainScripts } from '../advice';
import { annotationsOf } from '../annotations';
import { hiddenName, isHiddenName, readHiddenText } from '../hidden-text';
import { shownAnswer } from '../shown-answer';
import { type Woven, weave } from '../woven-text';

/** Questions about a file, and which of their arguments are positions in it. */
const questions: Record<string, readonly number[]> = {
  getSyntacticDiagnostics: [],
  getSemanticDiagnostics: [],
  getSuggestionDiagnostics: [],
  getCompletionsAtPosition: [1],
  getCompletionEntryDetails: [1],
  getSignatureHelpItems: [1],
  getQuickInfoAtPosition: [1],
  getDocumentHighlights: [1],
  getDefinitionAtPosition: [1],
  getReferencesAtPosition: [1],
  getNavigationTree: [],
  getFormattingEditsForDocument: [],
  getFormattingEditsForRange: [1, 2],
  getFormattingEditsAfterKeystroke: [1],
  findRenameLocations: [1],
  getRenameInfo: [1],
  getCodeFixesAtPosition: [1, 2],
  provideInlayHints: [1, 2],
};

type Question = (file: string, ...rest: unknown[]) => Promise<unknown>;

/** Reads the hidden text in each document that has one. */
export class ScriptWorker extends TypeScriptWorker {
  readonly #woven = new Map<string, { version: string; woven: Woven }>();

  /** The text that is read in place of a document's own, if it is another one. */
  wovenOf = (file: string): Woven | undefined => {
    const hidden = this.getExtraLibs()[hiddenName(file)];
    const text = super._getScriptText(file);
    if (!hidden || text === undefined) {
      this.#woven.delete(file);
      return undefined;
    }
    const version = this.getScriptVersion(file);
    const known = this.#woven.get(file);
    if (known?.version === version) return known.woven;
    const { prefix, ...types } = readHiddenText(hidden.content);
    const before = prefix ? [{ at: 0, text: prefix, opens: true }] : [];
    const woven = weave(text, [...before, ...annotationsOf(text, types)]);
    this.#woven.set(file, { version, woven });
    return woven;
  };

  override getScriptFileNames(): string[] {
    return super.getScriptFileNames().filter((name) => !isHiddenName(name));
  }

  override getScriptVersion(file: string): string {
    const hidden = this.getExtraLibs()[hiddenName(file)];
    const version = super.getScriptVersion(file);
    return hidden ? `${version} ${hidden.version} ${hidden.content}` : version;
  }

  override _getScriptText(file: string): string | undefined {
    return this.wovenOf(file)?.text ?? super._getScriptText(file);
  }
}

function asking(name: string, positions: readonly number[]): Question {
  const ask: unknown = Reflect.get(TypeScriptWorker.prototype, name);
  return async function (this: ScriptWorker, file, ...rest) {
    if (typeof ask !== 'function') throw new Error(`Monaco's TypeScript worker has no ${name} any more.`);
    const woven = this.wovenOf(file);
    const moved = rest.map((value, index) =>
      woven && typeof value === 'number' && positions.includes(index + 1) ? woven.toWoven(value) : value,
    );
    const answer = await ask.call(this, file, ...moved);
    const isAdvice = name === 'getSemanticDiagnostics' && Array.isArray(answer);
    const kept = isAdvice ? withoutPlainScripts(answer, this._getScriptText(file) ?? '') : answer;
    return shownAnswer(kept, file, this.wovenOf);
  };
}

for (const [name, positions] of Object.entries(questions)) {
  Object.defineProperty(ScriptWorker.prototype, name, { value: asking(name, positions), writable: true });
}
