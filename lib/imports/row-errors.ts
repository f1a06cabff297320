import type { z } from 'zod';

/** The codes of the contract (`reference/management-api.md` 6) that this version gives. */
export type RowErrorCode =
  | 'ANY_OF_MISSING'
  | 'ARRAY_LENGTH_LONG'
  | 'ARRAY_LENGTH_SHORT'
  | 'CONFLICT'
  | 'CONFLICT_EMAIL'
  | 'CONFLICT_USERNAME'
  | 'CONNECTION_NOT_FOUND'
  | 'DUPLICATED_USER'
  | 'ENUM_MISMATCH'
  | 'FORMAT'
  | 'INVALID_TYPE'
  | 'MAX_LENGTH'
  | 'MAXIMUM'
  | 'MFA_FACTORS_FAILED'
  | 'MIN_LENGTH'
  | 'MINIMUM'
  | 'NOT_PASSED'
  | 'OBJECT_REQUIRED'
  | 'PATTERN';

export type RowError = { code: RowErrorCode; message: string; path?: string };

type Issue = z.core.$ZodIssue;

/** The code of a check of our own, given as `params.code` of a custom issue. */
function ownCode(issue: Issue): RowErrorCode {
  const code = issue.code === 'custom' ? issue.params?.code : undefined;
  return typeof code === 'string' ? (code as RowErrorCode) : 'FORMAT';
}

function sizeCode(issue: Extract<Issue, { code: 'too_big' | 'too_small' }>): RowErrorCode {
  const big = issue.code === 'too_big';
  if (issue.origin === 'string') return big ? 'MAX_LENGTH' : 'MIN_LENGTH';
  if (issue.origin === 'array') return big ? 'ARRAY_LENGTH_LONG' : 'ARRAY_LENGTH_SHORT';
  return big ? 'MAXIMUM' : 'MINIMUM';
}

function codeOf(issue: Issue): RowErrorCode {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'OBJECT_REQUIRED' : 'INVALID_TYPE';
    case 'too_big':
    case 'too_small':
      return sizeCode(issue);
    case 'invalid_format':
      return issue.format === 'regex' && issue.path.at(-1) !== 'email' ? 'PATTERN' : 'FORMAT';
    case 'invalid_value':
      return 'ENUM_MISMATCH';
    case 'invalid_union':
      return issue.discriminator ? 'ENUM_MISMATCH' : 'ANY_OF_MISSING';
    case 'unrecognized_keys':
      return 'NOT_PASSED';
    default:
      return ownCode(issue);
  }
}

function messageOf(issue: Issue): string {
  const name = String(issue.path.at(-1) ?? '');
  if (issue.code === 'unrecognized_keys')
    return `Additional properties not allowed: ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_type' && issue.input === undefined) return `Missing required property: ${name}`;
  return issue.message;
}

/** What a record's schema found, in the contract's words. The parse must have run with `reportInput`. */
export function rowErrors(error: z.core.$ZodError): RowError[] {
  return error.issues.map((issue) => {
    const path = issue.path.map(String).join('.');
    return { code: codeOf(issue), message: messageOf(issue), ...(path === '' ? {} : { path }) };
  });
}
