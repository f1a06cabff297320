'use client';

import { useTheme } from 'next-themes';
import { useEffect, useRef, useState } from 'react';
import { sharedOptions } from './editor-options';
import { frameClass } from './editor-placeholder';
import { editor } from './monaco';
import { themeName } from './theme';
import type { CodeDiffProps } from './types';

/** The diff itself. Use `CodeDiff`, which loads it. */
export function CodeDiffView(props: Omit<CodeDiffProps, 'height'>) {
  const { language, original, modified, ariaLabel = 'Changes', inline = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<editor.IStandaloneDiffEditor | null>(null);
  const { resolvedTheme } = useTheme();

  useEffect(() => {
    if (!host.current) return;
    const created = editor.createDiffEditor(host.current, {
      ...sharedOptions,
      readOnly: true,
      originalEditable: false,
      renderSideBySide: !inline,
      renderSideBySideInlineBreakpoint: 720,
      renderOverviewRuler: false,
      renderMarginRevertIcon: false,
      renderGutterMenu: false,
      renderValidationDecorations: 'off',
      hideUnchangedRegions: { enabled: true },
      // A read-only view need not hold on to Tab.
      tabFocusMode: true,
    });
    const models = { original: editor.createModel('', language), modified: editor.createModel('', language) };
    const compared = created.createViewModel(models);
    created.setModel(compared);
    setView(created);
    return () => {
      setView(null);
      created.dispose();
      // The editor leaves it alive, and a comparison under way would fail for want of its models.
      compared.dispose();
      models.original.dispose();
      models.modified.dispose();
    };
  }, [inline, language]);

  useEffect(() => {
    const models = view?.getModel();
    // When the editor is made anew, this runs once more with the old one.
    if (!models || models.original.isDisposed()) return;
    models.original.setValue(original);
    models.modified.setValue(modified);
  }, [view, original, modified]);

  useEffect(() => {
    view?.getOriginalEditor().updateOptions({ ariaLabel: `${ariaLabel}, before` });
    view?.getModifiedEditor().updateOptions({ ariaLabel: `${ariaLabel}, after` });
  }, [view, ariaLabel]);

  useEffect(() => {
    if (view) editor.setTheme(themeName(resolvedTheme));
  }, [view, resolvedTheme]);

  return (
    <div className={`h-full ${frameClass}`}>
      <div ref={host} className="absolute inset-0" />
    </div>
  );
}
