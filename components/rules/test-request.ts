import { isObject, type JsonObject } from '@/components/metadata/json';
import type { TestRuleInput } from '@/lib/trials/schemas';

/** The test panel's form. */
export type TestForm = {
  userId: string | null;
  clientId: string | null;
  /** The draft by itself, or in its place in the pipeline. */
  scope: 'alone' | 'pipeline';
  /** JSON laid over the context; empty for none. */
  contextText: string;
  usesConfiguration: boolean;
};

export type TestProblem = { field: 'user' | 'application' | 'context'; message: string };

type ContextResult = { ok: true; context: JsonObject | undefined } | { ok: false; message: string };

function parseContext(text: string): ContextResult {
  if (text.trim() === '') return { ok: true, context: undefined };
  try {
    const value = JSON.parse(text);
    if (isObject(value)) return { ok: true, context: value };
    return { ok: false, message: 'The context must be a JSON object.' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    return { ok: false, message: `The context is not JSON: ${reason}` };
  }
}

/** The request for what the form says, or what to mend in it first. */
export function toTestRequest(
  form: TestForm,
  draft: { ruleId: string; script: string },
): { ok: true; request: TestRuleInput } | { ok: false; problem: TestProblem } {
  const { userId, clientId } = form;
  if (userId === null) return { ok: false, problem: { field: 'user', message: 'Choose a user.' } };
  if (clientId === null)
    return { ok: false, problem: { field: 'application', message: 'Choose an application.' } };
  const parsed = parseContext(form.contextText);
  if (!parsed.ok) return { ok: false, problem: { field: 'context', message: parsed.message } };
  const request: TestRuleInput = {
    script: draft.script,
    rule_id: draft.ruleId,
    pipeline: form.scope === 'pipeline',
    user_id: userId,
    client_id: clientId,
    use_configuration: form.usesConfiguration,
    ...(parsed.context ? { context: parsed.context } : {}),
  };
  return { ok: true, request };
}

/** Finds users whose name, e-mail address or id has what was typed. Null: nothing to look for. */
export function userQuery(typed: string): string | null {
  const text = typed.trim();
  if (text === '') return null;
  const word = text.replace(/[\s+\-&|!(){}[\]^"~*?:\\/<>=]/g, '\\$&');
  const pattern = [...text].length < 3 ? `${word}*` : `*${word}*`;
  return `email:${pattern} OR name:${pattern} OR user_id:"${text.replace(/["\\]/g, '\\$&')}"`;
}
