import { useEffect, useEffectEvent, useRef } from 'react';
import { addHiddenText, addLibs, addSchemas } from './language-services';
import { toModelRange } from './marker-range';
import { editor, MarkerSeverity } from './monaco';
import type { CodeEditorProps, CodeMarker } from './types';

type View = editor.IStandaloneCodeEditor | null;

const severities = {
  error: MarkerSeverity.Error,
  warning: MarkerSeverity.Warning,
  info: MarkerSeverity.Info,
} satisfies Record<NonNullable<CodeMarker['severity']>, MarkerSeverity>;

const owner = 'annex';

/**
 * Keeps the editor and a value of React in step. What is typed goes out at once; what comes in is taken over as one
 * step that can be undone, unless it is what went out before: React may be behind the fingers.
 */
export function useValue(view: View, props: Pick<CodeEditorProps, 'value' | 'onChange'>): void {
  const value = props.value.replaceAll('\r\n', '\n');
  const sent = useRef<string[]>([]);
  const emit = useEffectEvent((next: string) => props.onChange?.(next));

  useEffect(() => {
    const model = view?.getModel();
    if (!model) return;
    let known = model.getValue();
    const listener = model.onDidChangeContent(() => {
      const next = model.getValue();
      if (next === known) return;
      known = next;
      sent.current.push(next);
      emit(next);
    });
    return () => listener.dispose();
  }, [view]);

  useEffect(() => {
    const model = view?.getModel();
    if (!view || !model) return;
    const echo = sent.current.indexOf(value);
    if (echo >= 0) {
      sent.current = sent.current.slice(echo + 1);
      return;
    }
    if (model.getValue() === value) return;
    view.pushUndoStop();
    model.pushEditOperations(null, [{ range: model.getFullModelRange(), text: value }], () => null);
    view.pushUndoStop();
    sent.current = [];
  }, [view, value]);
}

/** Shows the page's own markers and tells how many errors there are with those of the language service. */
export function useMarkers(view: View, props: Pick<CodeEditorProps, 'markers' | 'onErrorCount'>): void {
  const { markers, onErrorCount } = props;
  const onCount = useEffectEvent((count: number) => onErrorCount?.(count));

  useEffect(() => {
    const model = view?.getModel();
    if (!model) return;
    const shown = (markers ?? []).map((marker) => ({
      ...toModelRange(marker),
      message: marker.message,
      severity: severities[marker.severity ?? 'error'],
      ...(marker.source ? { source: marker.source } : {}),
    }));
    editor.setModelMarkers(model, owner, shown);
  }, [view, markers]);

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
    // Markers that are set while Monaco tells of others are never told of.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(soften);
    };
    const listener = editor.onDidChangeMarkers(later);
    later();
    return () => {
      clearTimeout(timer);
      listener.dispose();
    };
  }, [view, isAdvice]);
}

/** Gives the language services what they need to know about the document. */
export function useLanguage(
  uri: string,
  { extraLibs, hiddenText, jsonSchemas }: Pick<CodeEditorProps, 'extraLibs' | 'hiddenText' | 'jsonSchemas'>,
): void {
  useEffect(() => (extraLibs ? addLibs(extraLibs) : undefined), [extraLibs]);
  useEffect(() => (hiddenText ? addHiddenText(uri, hiddenText) : undefined), [uri, hiddenText]);
  useEffect(() => (jsonSchemas ? addSchemas(uri, jsonSchemas) : undefined), [uri, jsonSchemas]);
}
