import { Invalid } from '@/lib/errors';
import { assertStrong, type PasswordRequirements } from './strength';
import { verifyPassword } from './verify';

/** The other password options of a database connection (`reference/management-api.md` 8.2), old form and new. */
export type PasswordRules = PasswordRequirements & {
  password_history?: { enable: boolean; size?: number | undefined } | null | undefined;
  password_no_personal_info?: { enable: boolean } | null | undefined;
  password_dictionary?: { enable: boolean; dictionary?: string[] | undefined } | null | undefined;
  password_options?:
    | {
        history?: { active?: boolean | undefined; size?: number | undefined } | undefined;
        profile_data?: { active?: boolean | undefined; blocked_fields?: string[] | undefined } | undefined;
        dictionary?:
          | {
              active?: boolean | undefined;
              default?: 'en_10k' | 'en_100k' | undefined;
              custom?: string[] | undefined;
            }
          | undefined;
      }
    | undefined;
};

/** What is known of whose password it is: texts by the name of the field, as `blocked_fields` names them. */
export type PersonalInfo = Readonly<Record<string, string | null | undefined>>;

const refuse = (message: string, errorCode: string) =>
  new Invalid(message, { errorCode, fields: { password: `${message.replace(/^\w+: /, '')}.` } });

/** Pieces that are too short tell nothing of anybody. */
const shortestPiece = 3;

/** Words of a text; of an e-mail address what stands before the @. */
function piecesOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.split('@', 1)[0] ?? '')
    .filter((word) => [...word].length >= shortestPiece);
}

function assertImpersonal(password: string, rules: PasswordRules, person: PersonalInfo): void {
  const { active, blocked_fields } = rules.password_options?.profile_data ?? {};
  if (!active && !rules.password_no_personal_info?.enable) return;
  const typed = password.toLowerCase();
  const texts = Object.entries(person).filter(
    ([name]) => !active || (blocked_fields?.includes(name) ?? true),
  );
  if (texts.some(([, text]) => text && piecesOf(text).some((piece) => typed.includes(piece)))) {
    throw refuse(
      'PasswordNoUserInfoError: Password contains user information',
      'password_no_user_info_error',
    );
  }
}

/** Words that are often used, the most frequent first: 49,000 and some. Loaded when a connection first asks for it. */
async function commonPasswords(count: number): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].slice(0, count));
}

const lists = new Map<number, Promise<Set<string>>>();

function listOf(count: number): Promise<Set<string>> {
  const found = lists.get(count) ?? commonPasswords(count);
  lists.set(count, found);
  return found;
}

async function assertUncommon(password: string, rules: PasswordRules): Promise<void> {
  const { active, default: named, custom } = rules.password_options?.dictionary ?? {};
  const legacy = rules.password_dictionary;
  if (!active && !legacy?.enable) return;
  const typed = password.toLowerCase();
  const own = (active ? custom : legacy?.dictionary) ?? [];
  const common = await listOf(active && named === 'en_100k' ? 100_000 : 10_000);
  if (!common.has(typed) && !own.some((word) => word.toLowerCase() === typed)) return;
  throw refuse('PasswordDictionaryError: Password is too common', 'password_dictionary_error');
}

/**
 * Throws Invalid unless the password is as the options of its connection ask: strong, no common one, and with nothing
 * of its owner in it. The message names the first rule that it breaks.
 */
export async function assertAcceptable(
  password: string,
  rules: PasswordRules,
  person: PersonalInfo,
): Promise<void> {
  assertStrong(password, rules);
  await assertUncommon(password, rules);
  assertImpersonal(password, rules, person);
}

/** How many passwords, the present one among them, may not be used again; 0 where the connection does not mind. */
export function historySize({ password_options, password_history }: PasswordRules): number {
  const { active, size } = password_options?.history ?? {};
  if (active) return size ?? 5;
  return password_history?.enable ? (password_history.size ?? 5) : 0;
}

/** Throws Invalid when the password is one of those that these hashes are of. */
export async function assertNew(password: string, hashes: readonly string[]): Promise<void> {
  const matches = await Promise.all(hashes.map((hash) => verifyPassword(hash, password)));
  if (!matches.includes(true)) return;
  throw refuse('PasswordHistoryError: Password has previously been used', 'PasswordHistoryError');
}
