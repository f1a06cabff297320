'use client';

import { type ReactNode, type RefObject, useDeferredValue, useMemo } from 'react';
import { CodeEditor } from '@/components/editor/code-editor';
import type { CodeEditorHandle, CodeEditorProps, CodeMarker } from '@/components/editor/types';
import { Notice } from '@/components/ui/notice';
import { EditorStatus } from './editor-status';
import { SidePane } from './side-pane';
import { SplitPane } from './split-pane';

type CodeWorkspaceProps<Tab extends string> = {
  header: ReactNode;
  /** Why the last change was not stored. */
  failure: string | undefined;
  name: string;
  code: string;
  onChange: (code: string) => void;
  /** Name of the document, unique in the page. */
  path: string;
  hiddenText: NonNullable<CodeEditorProps['hiddenText']>;
  libs: NonNullable<CodeEditorProps['extraLibs']>;
  /** Why code could not be saved, where it is. */
  faultOf: (code: string) => CodeMarker | null;
  /** Where the last run of the code as it stands stopped. */
  stop: CodeMarker | null;
  /** Tries the code; absent where that cannot be done. */
  onRun?: (() => void) | undefined;
  editor: RefObject<CodeEditorHandle | null>;
  onGoTo: (line: number, column?: number) => void;
  tab: Tab;
  onTab: (tab: Tab) => void;
  tabs: readonly { id: Tab; name: string; content: ReactNode }[];
  /** What is asked of whoever edits, such as in a conflict. */
  children: ReactNode;
};

/** Code that runs by itself: what is said of it as a whole, its editor, and what stands beside it. */
export function CodeWorkspace<Tab extends string>(props: CodeWorkspaceProps<Tab>) {
  const { code, faultOf, stop, onRun, onGoTo } = props;
  const settled = useDeferredValue(code);
  const fault = useMemo(() => faultOf(settled), [faultOf, settled]);
  const markers = useMemo(() => [fault, stop].filter((marker) => marker !== null), [fault, stop]);
  return (
    <div data-wide>
      {props.header}
      {props.failure === undefined ? null : (
        <Notice tone="danger" title="Not saved" isLive className="mb-4">
          {props.failure}
        </Notice>
      )}
      <SplitPane
        label="Width of the panel"
        start={
          <>
            <CodeEditor
              handle={props.editor}
              language="typescript"
              path={props.path}
              value={code}
              onChange={props.onChange}
              hiddenText={props.hiddenText}
              extraLibs={props.libs}
              markers={markers}
              languageErrorsAre="warning"
              commands={onRun ? [{ id: 'run', label: 'Run the test', keys: 'Enter', run: onRun }] : []}
              height="clamp(22rem, calc(100dvh - 13.5rem), 70rem)"
              ariaLabel={`Code of ${props.name}`}
            />
            <EditorStatus fault={fault} onGoTo={onGoTo} onFormat={() => props.editor.current?.format()} />
          </>
        }
        end={<SidePane shown={props.tab} onShow={props.onTab} tabs={props.tabs} />}
      />
      {props.children}
    </div>
  );
}
