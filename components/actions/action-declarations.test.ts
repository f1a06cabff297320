import { libFileMap } from 'monaco-editor/languages/features/typescript/lib/lib';
import { typescript } from 'monaco-editor/languages/features/typescript/lib/typescriptServices';
import { describe, expect, it } from 'vitest';
import { actionDeclarations, actionPrefix } from './action-declarations';
import { actionTemplates } from './action-templates';
import { type RunnableTrigger, runnableTriggers } from './trigger-words';

/** What the editor's language service says of an Action, with the compiler and the options that it has. */
function faultsOf(trigger: RunnableTrigger, code: string, secrets: readonly string[] = []): string[] {
  const files: Record<string, string> = {
    ...libFileMap,
    'action.js': actionPrefix(trigger) + code,
    'action.d.ts': actionDeclarations({ secrets, modules: ['axios', 'lodash', 'async'] }),
  };
  const { ScriptTarget, ModuleKind } = typescript;
  const options = {
    target: ScriptTarget.ESNext,
    module: ModuleKind.None,
    lib: ['lib.esnext.d.ts'],
    allowJs: true,
    checkJs: true,
    strictNullChecks: true,
    noImplicitAny: false,
    noEmit: true,
  };
  const program = typescript.createProgram(['action.js', 'action.d.ts'], options, {
    getSourceFile: (path) => {
      const name = path.replace(/^.*\//, '');
      const text = files[name];
      return text === undefined
        ? undefined
        : typescript.createSourceFile(path, text, ScriptTarget.ESNext, true);
    },
    fileExists: (name) => name in files,
    readFile: (name) => files[name],
    getDefaultLibFileName: () => 'lib.esnext.d.ts',
    writeFile: () => undefined,
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
  });
  return ['action.js', 'action.d.ts'].flatMap((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => typescript.flattenDiagnosticMessageText(messageText, ' '),
    );
  });
}

const login = (body: string) => `exports.onExecutePostLogin = async (event, api) => {\n${body}\n};`;

describe('the types of Actions', () => {
  it.each(actionTemplates.map((template) => [`${template.trigger}: ${template.name}`, template] as const))(
    'find no fault in the template %s',
    (_, { trigger, script }) => {
      expect(faultsOf(trigger, script)).toEqual([]);
    },
  );

  it('know event and api of each trigger, and what one of them does not have', () => {
    expect(faultsOf('post-login', login('event.stats.logins; api.idToken.setClaim();'))).toEqual([
      expect.stringContaining("Property 'logins' does not exist"),
      expect.stringContaining("Property 'setClaim' does not exist"),
    ]);
    const machine = 'exports.onExecuteCredentialsExchange = async (event, api) => { api.idToken; };';
    expect(faultsOf('credentials-exchange', machine)).toEqual([
      expect.stringContaining("Property 'idToken' does not exist"),
    ]);
  });

  it('know onContinuePostLogin too', () => {
    const code = 'exports.onContinuePostLogin = async (event, api) => { api.redirect.nowhere(); };';
    expect(faultsOf('post-login', code)).toEqual([expect.stringContaining("'nowhere' does not exist")]);
  });

  it('name the secrets that are set, whatever their names, and allow others', () => {
    const code = login(
      "event.secrets.API_KEY.length + event.secrets['my-key'].length + event.secrets.OTHER;",
    );
    expect(faultsOf('post-login', code, ['API_KEY', 'my-key'])).toEqual([]);
  });

  it('say of a library that is not there that it is not there', () => {
    expect(faultsOf('post-login', "require('left-pad');")).toEqual([
      expect.stringContaining("Cannot find module 'left-pad'"),
    ]);
  });

  it('stand before the code of every trigger without a line of it being theirs', () => {
    for (const trigger of runnableTriggers) expect(actionPrefix(trigger)).toMatch(/;\n$/);
  });
});
