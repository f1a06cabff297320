import type { editor } from './monaco';

type Colours = Record<'background' | 'raised' | 'line' | 'text' | 'muted' | 'border' | 'accent', string>;
type Inks = Record<'comment' | 'keyword' | 'string' | 'number' | 'name' | 'error', string>;

function theme(base: editor.BuiltinTheme, c: Colours, ink: Inks): editor.IStandaloneThemeData {
  return {
    base,
    inherit: true,
    rules: [
      { token: 'comment', foreground: ink.comment },
      { token: 'keyword', foreground: ink.keyword },
      { token: 'string', foreground: ink.string },
      { token: 'string.key.json', foreground: ink.name },
      { token: 'string.value.json', foreground: ink.string },
      { token: 'keyword.json', foreground: ink.keyword },
      { token: 'regexp', foreground: ink.string },
      { token: 'number', foreground: ink.number },
      { token: 'type.identifier', foreground: ink.name },
    ],
    colors: {
      'editor.background': c.background,
      'editor.foreground': c.text,
      'editorGutter.background': c.background,
      'editor.lineHighlightBackground': c.line,
      'editor.lineHighlightBorder': '#00000000',
      'editorLineNumber.foreground': c.muted,
      'editorLineNumber.activeForeground': c.text,
      'editorIndentGuide.background1': c.border,
      'editorError.foreground': ink.error,
      'editorWidget.background': c.raised,
      'editorWidget.border': c.border,
      'editorSuggestWidget.background': c.raised,
      'editorSuggestWidget.border': c.border,
      'editorHoverWidget.background': c.raised,
      'editorHoverWidget.border': c.border,
      'diffEditor.border': c.border,
      focusBorder: c.accent,
      'scrollbar.shadow': '#00000000',
    },
  };
}

/** The palette of `app/globals.css` in the one notation that Monaco reads. */
export const themes = {
  'annex-light': theme(
    'vs',
    {
      background: '#ffffff',
      raised: '#ffffff',
      line: '#f4f5f7',
      text: '#171b21',
      muted: '#6b707a',
      border: '#dee0e3',
      accent: '#3957cc',
    },
    {
      comment: '646972',
      keyword: '682dac',
      string: '006e3b',
      number: '974d00',
      name: '2f4bb8',
      error: '#b6143f',
    },
  ),
  'annex-dark': theme(
    'vs-dark',
    {
      background: '#141619',
      raised: '#1a1c20',
      line: '#1b1c20',
      text: '#eff0f2',
      muted: '#82868e',
      border: '#2c2e32',
      accent: '#4c67df',
    },
    {
      comment: '8b8f97',
      keyword: 'c3a5f9',
      string: '7ad59c',
      number: 'eeba70',
      name: '91b7fe',
      error: '#ff7d88',
    },
  ),
} as const;

export function themeName(resolvedTheme: string | undefined): keyof typeof themes {
  return resolvedTheme === 'dark' ? 'annex-dark' : 'annex-light';
}
