import { readFileSync } from 'node:fs';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { expect, it } from 'vitest';
import { z } from 'zod';
import * as schema from './schema';

const journal = z.object({ entries: z.array(z.object({ idx: z.number(), tag: z.string() })) });

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(`db/migrations/meta/${path}`, 'utf8'));
}

it('the migrations lead to the schema of the sources (npm run db:generate writes a missing one)', async () => {
  const { entries } = journal.parse(readJson('_journal.json'));
  const last = String(entries.at(-1)?.idx).padStart(4, '0');
  const migrated = readJson(`${last}_snapshot.json`) as ReturnType<typeof generateDrizzleJson>;
  expect(await generateMigration(migrated, generateDrizzleJson(schema, migrated.id))).toEqual([]);
});
