import { useEffect, useEffectEvent } from 'react';
import { lineOffset, toModelRange, toModelText } from './hidden-line';
import { addLibs, addSchemas } from './language-services';
import { editor, MarkerSeverity } from './monaco';
import type { CodeEditorProps, CodeMarker } from './types';

type View = editor.IStandaloneCodeEditor | null;

const severities = {
  error: MarkerSeverity.Error,
  warning: MarkerSeverity.Warning,
  info: MarkerSeverity.Info,
} satisfies Record<NonNullable<CodeMarker['severity']>, MarkerSeverity>;

const owner = 'annex';

/** Takes a value that came from outside into the editor, as one step that can be undone. */
export function useValue(view: View, value: string, hiddenLine: string | undefined): void {
  useEffect(() => {
    const model = view?.getModel();
    const text = toModelText(value.replaceAll('\r\n', '\n'), hiddenLine);
    if (!view || !model || model.getValue() === text) return;
    view.pushUndoStop();
    model.pushEditOperations(null, [{ range: model.getFullModelRange(), text }], () => null);
    view.pushUndoStop();
  }, [view, value, hiddenLine]);
}

/** Shows the page's own markers and tells how many errors there are with those of the language service. */
export function useMarkers(
  view: View,
  props: Pick<CodeEditorProps, 'markers' | 'hiddenLine' | 'onErrorCount'>,
): void {
  const { markers, hiddenLine, onErrorCount } = props;
  const onCount = useEffectEvent((count: number) => onErrorCount?.(count));

  useEffect(() => {
    const model = view?.getModel();
    if (!model) return;
    const shown = (markers ?? []).map((marker) => ({
      ...toModelRange(marker, lineOffset(hiddenLine)),
      message: marker.message,
      severity: severities[marker.severity ?? 'error'],
      ...(marker.source ? { source: marker.source } : {}),
    }));
    editor.setModelMarkers(model, owner, shown);
  }, [view, markers, hiddenLine]);

  useEffect(() => {
    const model = view?.getModel();
    if (!model) return;
    const count = () => {
      const all = editor.getModelMarkers({ resource: model.uri });
      onCount(all.filter(({ severity }) => severity === MarkerSeverity.Error).length);
    };
    const listener = editor.onDidChangeMarkers((changed) => {
      if (changed.some((each) => each.toString() === model.uri.toString())) count();
    });
    count();
    return () => listener.dispose();
  }, [view]);
}

/** Shows errors of the language service as warnings. */
export function useAdvice(view: View, isAdvice: boolean): void {
  useEffect(() => {
    const model = view?.getModel();
    if (!model || !isAdvice) return;
    const soften = () => {
      const given = editor.getModelMarkers({ resource: model.uri, owner: model.getLanguageId() });
      if (!given.some(({ severity }) => severity === MarkerSeverity.Error)) return;
      const softened = given.map((marker) => ({
        ...marker,
        severity: Math.min(marker.severity, MarkerSeverity.Warning),
      }));
      editor.setModelMarkers(model, model.getLanguageId(), softened);
    };
    const listener = editor.onDidChangeMarkers(soften);
    soften();
    return () => listener.dispose();
  }, [view, isAdvice]);
}

/** Gives the language services what they need to know about the document. */
export function useLanguage(
  uri: string,
  { extraLibs, jsonSchemas }: Pick<CodeEditorProps, 'extraLibs' | 'jsonSchemas'>,
): void {
  useEffect(() => (extraLibs ? addLibs(extraLibs) : undefined), [extraLibs]);
  useEffect(() => (jsonSchemas ? addSchemas(uri, jsonSchemas) : undefined), [uri, jsonSchemas]);
}
