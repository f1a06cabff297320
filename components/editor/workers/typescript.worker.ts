import { initialize, TypeScriptWorker } from 'monaco-editor/languages/features/typescript/ts.worker';
import { withoutPlainScripts } from '../advice';
import { hiddenName, isHiddenName, withoutPrefix } from '../hidden-prefix';

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

/** Reads the hidden text before each document that has one. */
class RuleWorker extends TypeScriptWorker {
  hiddenText = (file: string): string => this.getExtraLibs()[hiddenName(file)]?.content ?? '';

  override getScriptFileNames(): string[] {
    return super.getScriptFileNames().filter((name) => !isHiddenName(name));
  }

  override getScriptVersion(file: string): string {
    return `${super.getScriptVersion(file)} ${this.hiddenText(file).length}`;
  }

  override _getScriptText(file: string): string | undefined {
    const text = super._getScriptText(file);
    return text === undefined ? undefined : this.hiddenText(file) + text;
  }
}

function asking(name: string, positions: readonly number[]): Question {
  const ask: unknown = Reflect.get(TypeScriptWorker.prototype, name);
  return async function (this: RuleWorker, file, ...rest) {
    if (typeof ask !== 'function') throw new Error(`Monaco's TypeScript worker has no ${name} any more.`);
    const lengthOf = (each: string) => this.hiddenText(each).length;
    const moved = rest.map((value, index) =>
      typeof value === 'number' && positions.includes(index + 1) ? value + lengthOf(file) : value,
    );
    const answer = await ask.call(this, file, ...moved);
    const isAdvice = name === 'getSemanticDiagnostics' && Array.isArray(answer);
    const kept = isAdvice ? withoutPlainScripts(answer, this._getScriptText(file) ?? '') : answer;
    return withoutPrefix(kept, file, lengthOf);
  };
}

for (const [name, positions] of Object.entries(questions)) {
  Object.defineProperty(RuleWorker.prototype, name, { value: asking(name, positions), writable: true });
}

self.onmessage = () => {
  initialize((context, data) => new RuleWorker(context, data));
};
