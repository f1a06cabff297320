import { type SQL, sql } from 'drizzle-orm';
import type { RecordedError, StepsTrace } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import type { Login } from '@/lib/rules';
import { storableText } from '@/lib/storable-json';
import { keepLogin } from './kept-login';

/** How the issuance ended, after rules and Actions. */
export type SignInEnd =
  | { kind: 'granted'; idToken: JsonObject; accessToken: JsonObject; scope?: string[] | undefined }
  | { kind: 'refused'; error: string; description: string }
  | { kind: 'redirect'; url: string };

export type SignInRecord = {
  login: Login;
  /** It went on at an Action: rules did not run. */
  resumed: boolean;
  /** As whom it ended: whoever signed in, or the primary user that was named. */
  userId: string;
  /** Of the rules and of the Actions, as far as they ran. */
  traces: readonly StepsTrace[];
  /** Claims of the ID token that come from the profile alone. */
  profile: JsonObject;
  end: SignInEnd;
  durationMs: number;
};

function resultOf({ end, traces }: SignInRecord): StepsTrace['result'] | 'redirect' {
  if (end.kind === 'granted') return 'continue';
  if (end.kind === 'redirect') return 'redirect';
  const last = traces.at(-1)?.result ?? 'deny';
  return last === 'continue' ? 'deny' : last;
}

const maxMessage = 2_000;

function errorOf({ end, traces }: SignInRecord): RecordedError | undefined {
  if (end.kind !== 'refused') return undefined;
  const error = traces.at(-1)?.error ?? { name: end.error, message: end.description };
  return { ...error, name: error.name.slice(0, 200), message: error.message.slice(0, maxMessage) };
}

/** Without its query, in which a rule may have put a token. */
function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.slice(0, maxMessage);
}

type Part = { name: string; value: unknown; kilobytes: number; otherwise: string };

/** What may be large, the most it may weigh as JSON, and what stands for it when it weighs more: 64 kB in all. */
function partsOf({ login, resumed, traces, profile, end }: SignInRecord): Part[] {
  const granted = end.kind === 'granted' ? end : undefined;
  const noClaims = '{"before":{},"after":null}';
  const idToken = { before: profile, after: granted?.idToken ?? null };
  const accessToken = { before: {}, after: granted?.accessToken ?? null };
  const writes = traces.flatMap((trace) => trace.writes);
  const logs = traces.flatMap((trace) => trace.logs);
  return [
    { name: 'login', value: keepLogin(login), kilobytes: resumed ? 24 : 32, otherwise: '' },
    {
      name: 'suspended',
      value: traces.find(({ suspended }) => suspended)?.suspended,
      kilobytes: 8,
      otherwise: '',
    },
    { name: 'id_token', value: idToken, kilobytes: 8, otherwise: noClaims },
    { name: 'access_token', value: accessToken, kilobytes: 8, otherwise: noClaims },
    { name: 'writes', value: writes, kilobytes: 4, otherwise: '[]' },
    { name: 'logs', value: logs, kilobytes: 10, otherwise: '[]' },
  ];
}

/** The recording as JSON, and whether something of it was left out. */
export function recordingText(record: SignInRecord): { text: string; isCut: boolean } {
  let isCut = false;
  const members = partsOf(record).flatMap(({ name, value, kilobytes, otherwise }) => {
    if (value === undefined) return [];
    const text = JSON.stringify(value);
    const fits = Buffer.byteLength(text) <= kilobytes * 1024;
    isCut ||= !fits;
    const kept = fits ? text : otherwise;
    return kept === '' ? [] : [`"${name}":${kept}`];
  });
  const { resumed, traces, end } = record;
  const others = {
    resumed,
    steps: traces.flatMap(({ steps }) => steps),
    error: errorOf(record),
    scope: end.kind === 'granted' ? end.scope : undefined,
    redirect: end.kind === 'redirect' ? addressOf(end.url) : undefined,
  };
  return { text: storableText(`{${members.join(',')},${JSON.stringify(others).slice(1)}`), isCut };
}

/** The write that keeps a sign-in, as a part of the statement that its issuance makes anyway. */
export function insertSignIn(ctx: Context, record: SignInRecord): SQL {
  const { login, traces, durationMs } = record;
  const { user, client, connection } = login;
  const { text, isCut } = recordingText(record);
  const ran = traces.flatMap(({ steps }) => steps.map(({ id }) => id));
  return sql`
    insert into sign_ins (id, at, user_id, user_name, client_id, client_name, connection, protocol, result, duration_ms,
      ran, is_cut, recording)
    values (${login.loginId}, ${ctx.now().toISOString()}::timestamptz, ${record.userId},
      ${user.email ?? user.username}, ${client.clientId}, ${client.name}, ${connection.name}, ${login.protocol},
      ${resultOf(record)}, ${durationMs}, ${JSON.stringify(ran)}::text::jsonb, ${isCut}, ${text}::text::json)`;
}
