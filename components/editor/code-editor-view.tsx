'use client';

import { useTheme } from 'next-themes';
import { useEffect, useEffectEvent, useId, useImperativeHandle, useRef, useState } from 'react';
import { nothingOpen, sharedOptions } from './editor-options';
import { frameClass } from './editor-placeholder';
import { editor, KeyCode, KeyMod, Uri } from './monaco';
import { themeName } from './theme';
import type { CodeEditorProps, EditorCommand } from './types';
import { useAdvice, useLanguage, useMarkers, useValue } from './use-editor-sync';

const keyCodes = { S: KeyCode.KeyS, Enter: KeyCode.Enter } satisfies Record<EditorCommand['keys'], KeyCode>;

function documentUri({ path, language }: Pick<CodeEditorProps, 'path' | 'language'>, id: string): string {
  return `file:///${path ?? `document-${id.replace(/\W/g, '')}.${language === 'json' ? 'json' : 'ts'}`}`;
}

/** The editor itself. Use `CodeEditor`, which loads it. */
export function CodeEditorView(props: Omit<CodeEditorProps, 'height'>) {
  const { language, value, commands, readOnly = false, ariaLabel, handle } = props;
  const host = useRef<HTMLDivElement>(null);
  const hint = useRef<HTMLParagraphElement>(null);
  const [view, setView] = useState<editor.IStandaloneCodeEditor | null>(null);
  const { resolvedTheme } = useTheme();
  const uri = documentUri(props, useId());

  const runCommand = useEffectEvent((id: string) => commands?.find((command) => command.id === id)?.run());
  const openEditor = useEffectEvent((element: HTMLElement) => {
    const model = editor.createModel(value, language, Uri.parse(uri));
    model.setEOL(editor.EndOfLineSequence.LF);
    model.updateOptions({ tabSize: 2, insertSpaces: true });
    const label = `${ariaLabel}. Press Escape, then Tab, to leave the editor.`;
    const theme = themeName(resolvedTheme);
    const created = editor.create(element, { ...sharedOptions, model, ariaLabel: label, theme });
    for (const { id, label, keys } of commands ?? []) {
      const keybindings = [KeyMod.CtrlCmd | keyCodes[keys]];
      created.addAction({ id, label, keybindings, run: () => runCommand(id) });
    }
    created.addAction({
      id: 'leave',
      label: 'Leave the editor',
      keybindings: [KeyCode.Escape],
      precondition: nothingOpen,
      run: () => hint.current?.focus(),
    });
    return { created, model };
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another document or language is another editor
  useEffect(() => {
    if (!host.current) return;
    const { created, model } = openEditor(host.current);
    setView(created);
    return () => {
      setView(null);
      created.dispose();
      model.dispose();
    };
  }, [uri, language]);

  useEffect(() => view?.updateOptions({ readOnly }), [view, readOnly]);
  useEffect(() => {
    if (view) editor.setTheme(themeName(resolvedTheme));
  }, [view, resolvedTheme]);
  useValue(view, props);
  useMarkers(view, props);
  useAdvice(view, props.languageErrorsAre === 'warning');
  useLanguage(uri, props);

  useImperativeHandle(handle, () => ({
    focus: () => view?.focus(),
    goTo: (line, column = 1) => {
      view?.setPosition({ lineNumber: line, column });
      view?.revealLineInCenterIfOutsideViewport(line);
      view?.focus();
    },
    format: () => void view?.getAction('editor.action.formatDocument')?.run(),
  }));

  return (
    <div className={`h-full ${frameClass}`}>
      <div ref={host} className="absolute inset-0" />
      <p
        ref={hint}
        tabIndex={-1}
        className="sr-only end-2 bottom-2 z-10 rounded-md bg-overlay px-2 py-1 text-xs text-muted shadow-overlay outline-none focus:not-sr-only focus:absolute!"
      >
        Tab moves on, Shift and Tab goes back into the editor.
      </p>
    </div>
  );
}
