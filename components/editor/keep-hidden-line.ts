import { lineOffset, repairOf } from './hidden-line';
import type { editor } from './monaco';

/** The widget has this method; the public types leave it out. */
type HidesAreas = {
  setHiddenAreas(
    ranges: { startLineNumber: number; startColumn: number; endLineNumber: number; endColumn: number }[],
    source: object,
  ): void;
};
const canHide = (view: object): view is HidesAreas => 'setHiddenAreas' in view;

/** Hides the first line of the model and puts it back when an edit has reached it. */
export function keepHiddenLine(
  view: editor.IStandaloneCodeEditor,
  model: editor.ITextModel,
  line: string,
): void {
  const source = {};
  const hide = () => {
    if (!canHide(view)) return;
    view.setHiddenAreas([{ startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 1 }], source);
  };
  const offset = lineOffset(line);
  view.updateOptions({ lineNumbers: (number) => String(number - offset) });
  view.setPosition({ lineNumber: 1 + offset, column: 1 });
  hide();
  model.onDidChangeContent(() => {
    if (repairOf(model.getValue(), line) === null) return;
    // After the edit that did it: the cursor then moves along with the text.
    queueMicrotask(() => {
      if (model.isDisposed()) return;
      const repair = repairOf(model.getValue(), line);
      if (repair === null) return;
      const column = repair.skip + 1;
      const range = { startLineNumber: 1, startColumn: column, endLineNumber: 1, endColumn: column };
      model.pushEditOperations(null, [{ range, text: repair.insert, forceMoveMarkers: true }], () => null);
      hide();
    });
  });
}
