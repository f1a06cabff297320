import {
  type Circumstances,
  circumstancesOf,
  type Made,
  made,
  type TestForm,
} from '@/components/scripts/test-form';
import type { TestRuleInput } from '@/lib/trials/schemas';

/** Whom and what surrounds a trial, or what to mend in the form first. */
export const toCircumstances = (form: TestForm): Made<Circumstances> => made(() => circumstancesOf(form));

/** The request for what the form says, or what to mend in it first. */
export function toTestRequest(
  form: TestForm,
  draft: { ruleId: string; script: string },
): Made<TestRuleInput> {
  const code = form.runs === 'live' ? {} : { script: draft.script, rule_id: draft.ruleId };
  return made(() => ({
    ...code,
    pipeline: form.runs !== 'alone',
    ...circumstancesOf(form),
    use_configuration: form.usesConfiguration,
  }));
}

/** Finds users whose name, e-mail address or id has what was typed. Null: nothing to look for. */
export function userQuery(typed: string): string | null {
  const text = typed.trim();
  if (text === '') return null;
  const word = text.replace(/[\s+\-&|!(){}[\]^"~*?:\\/<>=]/g, '\\$&');
  const pattern = [...text].length < 3 ? `${word}*` : `*${word}*`;
  return `email:${pattern} OR name:${pattern} OR user_id:"${text.replace(/["\\]/g, '\\$&')}"`;
}
