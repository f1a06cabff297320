import { formatJson, isObject, type JsonObject } from '@/components/metadata/json';
import type { protocols, Stub, TestRuleInput } from '@/lib/trials/schemas';

/** An answer to requests, as it is typed. */
export type StubForm = {
  method: string;
  url: string;
  status: string;
  headers: Stub['headers'];
  body: string;
};

/** The test panel's form. */
export type TestForm = {
  /** Whose sign-in is pretended. */
  subject: 'user' | 'sign-in' | 'json';
  userId: string | null;
  signInId: string | null;
  /** The made-up user as JSON. */
  userText: string;
  /** Null: a made-up one, or that of the recorded sign-in. */
  clientId: string | null;
  /** Null: the code flow, or that of the recorded sign-in. */
  protocol: (typeof protocols)[number] | null;
  /** The draft by itself, the draft in its place among the rules that are on, or those as they are. */
  runs: 'alone' | 'in-place' | 'live';
  /** JSON laid over the context; empty for none. */
  contextText: string;
  /** JSON laid over the configuration; empty for none. */
  configurationText: string;
  usesConfiguration: boolean;
  network: 'off' | 'stub' | 'allow';
  stubs: readonly StubForm[];
};

export type TestField = 'user' | 'sign-in' | 'json' | 'context' | 'configuration' | 'stubs';
export type TestProblem = { field: TestField; message: string };

export const emptyForm: TestForm = {
  subject: 'user',
  userId: null,
  signInId: null,
  userText: '',
  clientId: null,
  protocol: null,
  runs: 'alone',
  contextText: '',
  configurationText: '',
  usesConfiguration: false,
  network: 'off',
  stubs: [],
};

class Fault extends Error {
  readonly field: TestField;
  constructor(field: TestField, message: string) {
    super(message);
    this.field = field;
  }
}

function parseObject(field: TestField, what: string, text: string): JsonObject | undefined {
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Fault(field, `${what} is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
  if (isObject(value as JsonObject)) return value as JsonObject;
  throw new Fault(field, `${what} must be a JSON object.`);
}

function parseConfiguration(text: string): Record<string, string> | undefined {
  const values = parseObject('configuration', 'The configuration', text);
  if (!values) return undefined;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (typeof value === 'string') return [key, value];
      throw new Fault('configuration', `The configuration holds text, and ${key} is none.`);
    }),
  );
}

/** JSON where the text is an object or a list, else the text as it is. */
function parseBody(text: string): NonNullable<NonNullable<TestRuleInput['stubs']>[number]['body']> {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new Fault('stubs', 'The body of an answer begins like JSON and is none.');
  }
}

function parseStubs(stubs: readonly StubForm[]): NonNullable<TestRuleInput['stubs']> {
  return stubs.map(({ method, url, status, headers, body }) => {
    if (url.trim() === '') throw new Fault('stubs', 'An answer needs the address that it is for.');
    const code = Number(status || '200');
    if (!Number.isInteger(code) || code < 100 || code > 599)
      throw new Fault('stubs', 'A status is a number from 100 to 599.');
    return { ...(method ? { method } : {}), url: url.trim(), status: code, headers, body: parseBody(body) };
  });
}

type Subject = Pick<TestRuleInput, 'user_id' | 'user' | 'sign_in_id'>;

function subjectOf({ subject, userId, signInId, userText }: TestForm): Subject {
  if (subject === 'user') {
    if (userId === null) throw new Fault('user', 'Choose a user.');
    return { user_id: userId };
  }
  if (subject === 'sign-in') {
    if (signInId === null) throw new Fault('sign-in', 'Choose a sign-in.');
    return { sign_in_id: signInId };
  }
  const user = parseObject('json', 'The user', userText);
  if (!user) throw new Fault('json', 'Write a user as JSON; {} will do.');
  return { user };
}

/** What a trial or a saved test is about and what surrounds it, as the contract wants it. Throws Fault. */
function circumstancesOf(form: TestForm) {
  const context = parseObject('context', 'The context', form.contextText);
  const configuration = parseConfiguration(form.configurationText);
  return {
    ...subjectOf(form),
    ...(form.clientId === null ? {} : { client_id: form.clientId }),
    ...(form.protocol === null ? {} : { protocol: form.protocol }),
    ...(context ? { context } : {}),
    ...(configuration ? { configuration } : {}),
    network: form.network,
    ...(form.network === 'stub' ? { stubs: parseStubs(form.stubs) } : {}),
  };
}

export type Circumstances = ReturnType<typeof circumstancesOf>;
type Made<T> = { ok: true; value: T } | { ok: false; problem: TestProblem };

function made<T>(work: () => T): Made<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, problem: { field: error.field, message: error.message } };
  }
}

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

/** The form for what a saved test says. */
export function fromCircumstances(
  given: Partial<Pick<TestRuleInput, keyof Circumstances>>,
): Omit<TestForm, 'runs' | 'usesConfiguration'> {
  const text = (value: object | undefined) => (value ? formatJson(value as JsonObject) : '');
  return {
    subject: given.user_id !== undefined ? 'user' : given.sign_in_id !== undefined ? 'sign-in' : 'json',
    userId: given.user_id ?? null,
    signInId: given.sign_in_id ?? null,
    userText: text(given.user),
    clientId: given.client_id ?? null,
    protocol: given.protocol ?? null,
    contextText: text(given.context),
    configurationText: text(given.configuration),
    network: given.network ?? 'off',
    stubs: (given.stubs ?? []).map(({ method = '', url, status = 200, headers = {}, body = '' }) => ({
      method,
      url,
      status: String(status),
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body, null, 2),
    })),
  };
}

/** Finds users whose name, e-mail address or id has what was typed. Null: nothing to look for. */
export function userQuery(typed: string): string | null {
  const text = typed.trim();
  if (text === '') return null;
  const word = text.replace(/[\s+\-&|!(){}[\]^"~*?:\\/<>=]/g, '\\$&');
  const pattern = [...text].length < 3 ? `${word}*` : `*${word}*`;
  return `email:${pattern} OR name:${pattern} OR user_id:"${text.replace(/["\\]/g, '\\$&')}"`;
}
