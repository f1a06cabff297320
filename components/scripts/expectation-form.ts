import { formatJson, isObject, type JsonObject } from '@/components/metadata/json';
import { mergeMetadata } from '@/lib/metadata/merge';
import { type Expectation, type ExpectedPart, expectedParts, type TestReport } from '@/lib/trials/schemas';

/** What of a trial's report an expectation is made from. */
type Report = Pick<TestReport, 'result' | 'id_token' | 'access_token' | 'scope' | 'writes'> & {
  error?: { name: string; message: string } | undefined;
};

/** What is expected of a saved test, as it is typed. Empty: it may be anything. */
export type ExpectationForm = {
  result: '' | TestReport['result'];
  errorMessage: string;
  errorName: string;
  idToken: string;
  accessToken: string;
  /** Words, or `(none)`. */
  scope: string;
  userMetadata: string;
  appMetadata: string;
  maxDurationMs: string;
};

type Bag = 'user_metadata' | 'app_metadata';

function written({ writes }: Report, userId: unknown, bag: Bag): string {
  const own = writes.filter((write) => write.bag === bag && write.user_id === userId);
  if (own.length === 0) return '';
  return formatJson(
    own.reduce<JsonObject>((all, { patch }) => mergeMetadata(all, patch as JsonObject, 'merge'), {}),
  );
}

const members = (value: object | undefined) =>
  value && Object.keys(value).length > 0 ? formatJson(value as JsonObject) : '';

const noScopes = '(none)';
const scopesText = (scopes: readonly string[] | undefined) =>
  scopes?.length === 0 ? noScopes : (scopes?.join(' ') ?? '');
const fromScopes = (text: string) => (text.trim() === noScopes ? [] : text.trim().split(/\s+/));

/** Expects what a run gave, of the person for whom it ran. */
export function fromReport(report: Report, userId: unknown): ExpectationForm {
  return {
    result: report.result,
    errorMessage: report.error?.message ?? '',
    errorName: report.result === 'deny' ? (report.error?.name ?? '') : '',
    idToken: members(report.id_token),
    accessToken: members(report.access_token),
    scope: scopesText(report.scope),
    userMetadata: written(report, userId, 'user_metadata'),
    appMetadata: written(report, userId, 'app_metadata'),
    maxDurationMs: '',
  };
}

/** The form for what is saved. */
export function fromExpectation(expect: Expectation): ExpectationForm {
  const text = (value: object | undefined) => (value ? formatJson(value as JsonObject) : '');
  return {
    result: expect.result ?? '',
    errorMessage: expect.error_message ?? '',
    errorName: expect.error_name ?? '',
    idToken: text(expect.id_token),
    accessToken: text(expect.access_token),
    scope: scopesText(expect.scope),
    userMetadata: text(expect.user_metadata),
    appMetadata: text(expect.app_metadata),
    maxDurationMs: expect.max_duration_ms === undefined ? '' : String(expect.max_duration_ms),
  };
}

export type ExpectationResult =
  | { ok: true; expect: Expectation }
  | { ok: false; field: keyof ExpectationForm; message: string };

const jsonFields = {
  idToken: 'id_token',
  accessToken: 'access_token',
  userMetadata: 'user_metadata',
  appMetadata: 'app_metadata',
} as const;

/** What the form says, or what to mend in it. `parts`: of what can be left by a run; of others it says nothing. */
export function toExpectation(
  form: ExpectationForm,
  parts: readonly ExpectedPart[] = expectedParts,
): ExpectationResult {
  const expect: Expectation = {};
  if (form.result) expect.result = form.result;
  if (form.errorMessage.trim()) expect.error_message = form.errorMessage.trim();
  if (form.errorName.trim()) expect.error_name = form.errorName.trim();
  if (form.scope.trim() && parts.includes('scope')) expect.scope = fromScopes(form.scope);
  for (const field of ['idToken', 'accessToken', 'userMetadata', 'appMetadata'] as const) {
    if (form[field].trim() === '' || !parts.includes(jsonFields[field])) continue;
    const value = parse(form[field]);
    if (!isObject(value)) return { ok: false, field, message: 'Write a JSON object, or nothing.' };
    expect[jsonFields[field]] = value;
  }
  if (form.maxDurationMs.trim()) {
    const most = Number(form.maxDurationMs);
    if (!(most >= 1 && most <= 60_000))
      return { ok: false, field: 'maxDurationMs', message: 'Write a number from 1 to 60000.' };
    expect.max_duration_ms = most;
  }
  if (Object.keys(expect).length === 0)
    return { ok: false, field: 'result', message: 'Expect at least one thing.' };
  return { ok: true, expect };
}

function parse(text: string): JsonObject | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
