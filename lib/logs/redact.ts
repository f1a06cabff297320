import type { Json, JsonObject } from '@/db/schema/columns';

/** Stands for what is not told. */
export const masked = '*****';

/** Names whose values are secrets, or might be, wherever they stand in a body. */
const secretName =
  /pass(word|phrase|wd|code)|(^|_)pass$|secret|token|credential|assertion|private|recovery|(access|account|api|master|shared|signing)_?key|_key$|hash|salt|otp|cookie|pkcs|(^|_)pem$|^(addons|authorization|code|script|configuration|key|code_verifier|ticket|link_with|customscripts)$/i;

/** Names that sound like it and are settings. */
const setting = /_(lifetime|seconds|minutes|hours)$/;
const settings = new Set([
  'token_dialect',
  'token_endpoint_auth_method',
  'token_endpoint_auth_methods',
  'token_lifetime_for_web',
  'token_encryption',
  'session_cookie',
  'password_complexity_options',
  'password_dictionary',
  'password_history',
  'password_no_personal_info',
  'password_options',
  'passwordPolicy',
  'default_token_quota',
]);

const mostText = 2000;
const mostItems = 200;

/** Settings of refresh tokens are an object; a token is text. */
function isSecret(name: string, value: Json): boolean {
  if (settings.has(name) || setting.test(name) || typeof value === 'boolean' || value === null) return false;
  if (name === 'refresh_token' && typeof value === 'object') return false;
  return secretName.test(name);
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hideMembers = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.keys(value)
      .slice(0, mostItems)
      .map((name) => [name, masked]),
  );

function redactMembers(value: JsonObject, depth: number): JsonObject {
  const members = Object.entries(value).slice(0, mostItems);
  return Object.fromEntries(
    members.map(([name, item]) => {
      // Those of a connection: any of them may be a secret of its provider. Their names are told.
      if (depth === 0 && name === 'options' && isObject(item)) return [name, hideMembers(item)];
      // The one member of /rules-configs, whose name tells nothing.
      const isHidden = isSecret(name, item) || (depth === 0 && name === 'value');
      return [name, isHidden ? masked : redact(item, depth + 1)];
    }),
  );
}

/** What a caller sent, as a log may hold it: secrets masked at any depth, long text and lists cut. */
export function redact(value: Json, depth = 0): Json {
  if (typeof value === 'string') return value.length > mostText ? `${value.slice(0, mostText)}…` : value;
  if (value === null || typeof value !== 'object') return value;
  if (depth > 12) return masked;
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => redact(item, depth + 1));
  return redactMembers(value, depth);
}

export function redactObject(value: JsonObject): JsonObject {
  return redactMembers(value, 0);
}
