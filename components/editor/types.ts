import type { Ref } from 'react';
import type { HiddenText } from './hidden-text';

/** Lines and columns count from 1, in the value that the editor was given. */
export type CodeMarker = {
  line: number;
  column?: number | undefined;
  endLine?: number | undefined;
  endColumn?: number | undefined;
  message: string;
  severity?: 'error' | 'warning' | 'info';
  /** Who says so; shown after the message. */
  source?: string;
};

/** A declaration file for the language service. `path` is a name such as `annex/rule.d.ts`. */
export type ExtraLib = { path: string; content: string };

/** A JSON schema for the editor's document. `uri` names it; nothing is fetched from there. */
export type JsonSchema = { uri: string; schema: object };

/** A command of the page that the editor offers too. `keys`: Ctrl or Cmd with this key. */
export type EditorCommand = { id: string; label: string; keys: 'S' | 'Enter'; run: () => void };

export type CodeEditorHandle = {
  focus(): void;
  /** Puts the cursor there, shows the line and takes the focus. */
  goTo(line: number, column?: number): void;
  /** Lays the document out anew, as one step that can be undone. */
  format(): void;
};

export type CodeLanguage = 'typescript' | 'json';

export type CodeEditorProps = {
  language: CodeLanguage;
  value: string;
  onChange?: (value: string) => void;
  /** Name of the document, unique in the page. */
  path?: string;
  /** What the language service reads in the value and nobody else; the same object as long as it is the same. */
  hiddenText?: HiddenText;
  extraLibs?: readonly ExtraLib[];
  jsonSchemas?: readonly JsonSchema[];
  /** How grave what the language service calls an error is. `warning`: types advise, the value is good anyway. */
  languageErrorsAre?: 'error' | 'warning';
  /** Shown beside those of the language service. */
  markers?: readonly CodeMarker[];
  /** How many errors the language service and `markers` report together. */
  onErrorCount?: (count: number) => void;
  commands?: readonly EditorCommand[];
  readOnly?: boolean;
  /** Any CSS length; the width is that of the place. */
  height?: number | string;
  ariaLabel: string;
  handle?: Ref<CodeEditorHandle>;
};

export type CodeDiffProps = {
  language: CodeLanguage;
  original: string;
  modified: string;
  height?: number | string;
  ariaLabel?: string;
  /** Side by side where there is room for it; otherwise one under the other. */
  inline?: boolean;
};
