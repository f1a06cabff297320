import { formatJson, isObject, type JsonObject } from '@/components/metadata/json';
import type { protocols, Stub, TestRuleInput } from '@/lib/trials/schemas';

/** An answer to requests, as it is typed. */
export type StubForm = {
  method: string;
  url: string;
  status: string;
  headers: Stub['headers'];
  body: string;
  /** Just added, and nobody has typed into it. */
  isFresh?: boolean;
};

/** Whose sign-in or what else is tried, and what surrounds it, as a person fills it in. */
export type TestForm = {
  /** About whom it is. */
  subject: 'user' | 'sign-in' | 'json' | 'none';
  userId: string | null;
  signInId: string | null;
  /** The made-up user as JSON. */
  userText: string;
  /** Null: a made-up one, or that of the recorded sign-in. */
  clientId: string | null;
  /** Null: the code flow, or that of the recorded sign-in. */
  protocol: (typeof protocols)[number] | null;
  /** The draft by itself, the draft in its place among those that run, or those as they are. */
  runs: 'alone' | 'in-place' | 'live';
  /** JSON laid over the context; empty for none. */
  contextText: string;
  /** JSON laid over the configuration; empty for none. */
  configurationText: string;
  usesConfiguration: boolean;
  network: 'off' | 'stub' | 'allow';
  stubs: readonly StubForm[];
};

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

/** What has to be mended in a form first. */
export type TestProblem = { field: string; message: string };
export type Made<T> = { ok: true; value: T } | { ok: false; problem: TestProblem };

/** What a field needs. For `made`. */
export function fault(field: string, message: string): never {
  throw new Fault(field, message);
}

class Fault extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** What `work` reads out of a form, or the first thing that has to be mended in it. */
export function made<T>(work: () => T): Made<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, problem: { field: error.field, message: error.message } };
  }
}

/** The object that a text is, or undefined for an empty one. For `made`. */
export function parseObject(field: string, what: string, text: string): JsonObject | undefined {
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

/** An object of texts. `what`: what it holds, such as "The configuration". For `made`. */
export function parseTexts(field: string, what: string, text: string): Record<string, string> | undefined {
  const values = parseObject(field, what, text);
  if (!values) return undefined;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (typeof value === 'string') return [key, value];
      throw new Fault(field, `${what} holds text, and ${key} is none.`);
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

/** Answers as they are sent. For `made`. */
export function parseStubs(stubs: readonly StubForm[]): NonNullable<TestRuleInput['stubs']> {
  return stubs.map(({ method, url, status, headers, body }) => {
    if (url.trim() === '') throw new Fault('stubs', 'An answer needs the address that it is for.');
    const code = Number(status || '200');
    if (!Number.isInteger(code) || code < 100 || code > 599)
      throw new Fault('stubs', 'A status is a number from 100 to 599.');
    return { ...(method ? { method } : {}), url: url.trim(), status: code, headers, body: parseBody(body) };
  });
}

/** The form with an answer for a request that got none, to be written. Pure. */
export function withAnswerTo(
  { network, stubs }: Pick<TestForm, 'network' | 'stubs'>,
  { method, url }: { method: string; url: string },
): Pick<TestForm, 'network' | 'stubs'> {
  // Answers that were written and are switched off answer again.
  const isThere = network === 'off' && stubs.some((stub) => stub.url === url);
  const fresh = { method, url, status: '200', headers: {}, body: '{}', isFresh: true };
  return { network: 'stub', stubs: isThere ? stubs : [...stubs, fresh] };
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
  if (subject === 'none') return {};
  const user = parseObject('json', 'The user', userText);
  if (!user) throw new Fault('json', 'Write a user as JSON; {} will do.');
  return { user };
}

/** What a trial or a saved test is about and what surrounds it, as the contract wants it. For `made`. */
export function circumstancesOf(form: TestForm) {
  const context = parseObject('context', 'The context', form.contextText);
  const configuration = parseTexts('configuration', 'The configuration', form.configurationText);
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
export type GivenCircumstances = Partial<Pick<TestRuleInput, keyof Circumstances>>;

/** A value as it is typed; empty for none. */
export const textOf = (value: object | undefined): string => (value ? formatJson(value as JsonObject) : '');

function subjectIn({ user_id, sign_in_id, user }: Subject): TestForm['subject'] {
  if (user_id !== undefined) return 'user';
  if (sign_in_id !== undefined) return 'sign-in';
  return user === undefined ? 'none' : 'json';
}

/** The form for what a saved test says. */
export function fromCircumstances(given: GivenCircumstances): Omit<TestForm, 'runs' | 'usesConfiguration'> {
  return {
    subject: subjectIn(given),
    userId: given.user_id ?? null,
    signInId: given.sign_in_id ?? null,
    userText: textOf(given.user),
    clientId: given.client_id ?? null,
    protocol: given.protocol ?? null,
    contextText: textOf(given.context),
    configurationText: textOf(given.configuration),
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
