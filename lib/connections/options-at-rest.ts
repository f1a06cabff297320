import { createHmac } from 'node:crypto';
import type { JsonObject } from '@/db/schema/columns';
import { Invalid } from '@/lib/errors';
import { deriveKey, open, seal } from '@/lib/secrets';
import type { DatabaseOptionsInput } from './database-options';

type AtRest = { options: JsonObject; sealedOptions: Buffer | null };
type Row = AtRest & { id: string; strategy: string };

/**
 * Options as the table holds them. Those of other strategies are sealed whole, since any member may be a secret there;
 * of a database connection only `configuration` is.
 */
export function atRest(strategy: string, whole: JsonObject): AtRest {
  const { configuration, ...open } = whole;
  const isDatabase = strategy === 'auth0';
  const secret = isDatabase ? { configuration } : whole;
  const isEmpty = isDatabase && configuration === undefined;
  return {
    options: isDatabase ? open : {},
    sealedOptions: isEmpty ? null : seal(JSON.stringify(secret)),
  };
}

/** All of a connection's options, secrets in clear. */
export function wholeOptions({ options, sealedOptions }: AtRest): JsonObject {
  return sealedOptions === null ? options : { ...options, ...JSON.parse(open(sealedOptions)) };
}

/** The values of `configuration` that scripts of a database connection read. */
export function configurationOf(row: AtRest): Record<string, string> {
  // `atRest` sealed what `databaseOptionsInput` let through.
  return (wholeOptions(row).configuration ?? {}) as Record<string, string>;
}

let maskKey: string | undefined;

/** What stands for a value of `configuration` outside: always the same, it can be sent back to keep the value. */
function mask(connectionId: string, name: string, value: string): string {
  maskKey ??= deriveKey('connection configuration');
  const digest = createHmac('sha256', maskKey).update(JSON.stringify([connectionId, name, value]));
  return `2.0$${digest.digest('hex')}`;
}

/** Options as the contract shows them: `configuration` holds encrypted-looking values (8.2). */
export function shownOptions(row: Row): JsonObject {
  if (row.strategy !== 'auth0') return wholeOptions(row);
  const configuration = Object.entries(configurationOf(row)).map(([name, value]) => [
    name,
    mask(row.id, name, value),
  ]);
  return {
    ...row.options,
    ...(configuration.length === 0 ? {} : { configuration: Object.fromEntries(configuration) }),
  };
}

function unmask(row: Row, given: NonNullable<DatabaseOptionsInput['configuration']>): Record<string, string> {
  const stored = configurationOf(row);
  const entries = Object.entries(given).flatMap(([name, value]): [string, string][] => {
    if (value === null) return [];
    if (!/^2\.0\$[0-9a-f]{64}$/.test(value)) return [[name, value]];
    const kept = Object.hasOwn(stored, name) ? stored[name] : undefined;
    if (kept !== undefined && mask(row.id, name, kept) === value) return [[name, kept]];
    const where = `options.configuration.${name}`;
    throw new Invalid(
      `Payload validation error: 'An encrypted value that is not the stored one' on property ${where}.`,
      { errorCode: 'invalid_body', fields: { [where]: 'Give the value itself.' } },
    );
  });
  return Object.fromEntries(entries);
}

/** Options of a database connection to store, with encrypted values of `configuration` as `row` has them. */
export function unmasked(row: Row, given: DatabaseOptionsInput): JsonObject {
  const { configuration, ...rest } = given;
  const named = configuration ? unmask(row, configuration) : {};
  // What was JSON before the schema looked at it still is.
  const options = rest as JsonObject;
  return Object.keys(named).length === 0 ? options : { ...options, configuration: named };
}
