import { and, asc, eq } from 'drizzle-orm';
import { ruleTests } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { authorize, type Scope } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { LimitExceeded, NotFound } from '@/lib/errors';
import { newId } from '@/lib/ids';
import { recordChange } from '@/lib/logs';

/** Whose tests. */
export type Owner = { kind: 'rule' | 'action'; id: string };

type Kind = { name: string; owner: string; audit: string; read: Scope; update: Scope };
const kinds: Record<Owner['kind'], Kind> = {
  rule: {
    name: 'rule',
    owner: 'rule_id',
    audit: 'rule_test',
    read: 'read:rules',
    update: 'update:rules',
  },
  action: {
    name: 'Action',
    owner: 'action_id',
    audit: 'action_test',
    read: 'read:actions',
    update: 'update:actions',
  },
};

/** A test as stored: all that it says but its name is in `definition`. */
export type SavedTest = typeof ruleTests.$inferSelect;

/** What is stored of a test. */
export type TestContent = { name: string; definition: JsonObject };

const maxTests = 100;

/** Members of every view of a test, the rule or Action by its contract's name. */
export function presentTest({ kind, id, ownerId, name, definition, createdAt, updatedAt }: SavedTest) {
  return {
    id,
    [kinds[kind].owner]: ownerId,
    name,
    ...definition,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}

const of = ({ kind, id }: Owner) => and(eq(ruleTests.kind, kind), eq(ruleTests.ownerId, id));
const notThere = ({ kind }: Owner) => new NotFound(`The ${kinds[kind].name} has no such test.`);

/** What the log says of a test: not what it holds, which is a person's, or a secret. */
const auditShape = ({ kind, ownerId, name }: Pick<SavedTest, 'kind' | 'ownerId' | 'name'>): JsonObject => ({
  [kinds[kind].owner]: ownerId,
  name,
});

/** Whose profile is copied into a test, which is to go with them. */
function personIn({ user }: JsonObject): string | null {
  const isObject = typeof user === 'object' && user !== null && !Array.isArray(user);
  return isObject && typeof user.user_id === 'string' ? user.user_id : null;
}

/** The saved tests of a rule or Action, in the order of their making. One statement. */
export async function readTests(ctx: Context, owner: Owner): Promise<SavedTest[]> {
  const { read, update } = kinds[owner.kind];
  authorize(ctx, read, update);
  return ctx.db
    .select()
    .from(ruleTests)
    .where(of(owner))
    .orderBy(asc(ruleTests.createdAt), asc(ruleTests.id));
}

/** One saved test. Throws NotFound, also for a test of another rule or Action. */
export async function readTest(ctx: Context, owner: Owner, id: string): Promise<SavedTest> {
  authorize(ctx, kinds[owner.kind].read);
  const [row] = await ctx.db
    .select()
    .from(ruleTests)
    .where(and(of(owner), eq(ruleTests.id, id)));
  if (!row) throw notThere(owner);
  return row;
}

/** Saves a test; whoever calls has established that the rule or Action is there. Throws LimitExceeded. */
export async function insertTest(ctx: Context, owner: Owner, content: TestContent): Promise<SavedTest> {
  const { update, audit, name } = kinds[owner.kind];
  authorize(ctx, update);
  return withTransaction(ctx, async (tx) => {
    if ((await tx.db.$count(ruleTests, of(owner))) >= maxTests)
      throw new LimitExceeded(`The ${name} has ${maxTests} tests, which is the most it may have.`);
    const now = tx.now();
    const row = {
      id: newId('tst'),
      kind: owner.kind,
      ownerId: owner.id,
      userId: personIn(content.definition),
      ...content,
      createdAt: now,
      updatedAt: now,
    };
    await tx.db.insert(ruleTests).values(row);
    await recordChange(tx, { kind: audit, id: row.id, before: null, after: auditShape(row) });
    return row;
  });
}

/** Puts another test in the place of a saved one. Throws NotFound. */
export async function replaceTest(
  ctx: Context,
  owner: Owner,
  id: string,
  content: TestContent,
): Promise<SavedTest> {
  const { update, audit } = kinds[owner.kind];
  authorize(ctx, update);
  return withTransaction(ctx, async (tx) => {
    const [old] = await tx.db
      .select()
      .from(ruleTests)
      .where(and(of(owner), eq(ruleTests.id, id)))
      .for('update');
    if (!old) throw notThere(owner);
    const row = { ...old, ...content, userId: personIn(content.definition), updatedAt: tx.now() };
    await tx.db.update(ruleTests).set(row).where(eq(ruleTests.id, id));
    await recordChange(tx, { kind: audit, id, before: auditShape(old), after: auditShape(row) });
    return row;
  });
}

/** Deletes a saved test. Silent when there is none. */
export async function removeTest(ctx: Context, owner: Owner, id: string): Promise<void> {
  const { update, audit } = kinds[owner.kind];
  authorize(ctx, update);
  await withTransaction(ctx, async (tx) => {
    const [gone] = await tx.db
      .delete(ruleTests)
      .where(and(of(owner), eq(ruleTests.id, id)))
      .returning();
    if (gone) await recordChange(tx, { kind: audit, id, before: auditShape(gone), after: null });
  });
}
