import { eq } from 'drizzle-orm';
import { emailTemplates } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import {
  type SetTemplateInput,
  setTemplateInput,
  type TemplateView,
  type UpdateTemplateInput,
  updateTemplateInput,
} from './schemas';
import {
  assertTemplate,
  fetchTemplate,
  newTemplateRow,
  presentTemplate,
  type TemplateRow,
  templateColumns,
} from './templates';

function assertSameName(name: string, given: string | undefined): void {
  if (given === undefined || given === name) return;
  throw new Invalid("Payload validation error: 'It must be the name in the path' on property template.", {
    errorCode: 'invalid_body',
    fields: { template: 'A template keeps its name.' },
  });
}

async function save(ctx: Context, stored: TemplateRow, next: Partial<TemplateRow>): Promise<TemplateView> {
  const row = { ...stored, ...next, updatedAt: ctx.now() };
  await ctx.db.update(emailTemplates).set(row).where(eq(emailTemplates.name, stored.name));
  const after = presentTemplate(row);
  const before = presentTemplate(stored);
  await recordChange(ctx, { kind: 'email_template', id: stored.name, before, after });
  return after;
}

/** Changes the named members of a template. Throws NotFound `inexistent_email_template`, Invalid. */
export async function updateTemplate(
  ctx: Context,
  name: string,
  input: UpdateTemplateInput,
): Promise<TemplateView> {
  authorize(ctx, 'update:email_templates');
  const patch = parseInput(updateTemplateInput, input);
  assertSameName(name, patch.template);
  assertTemplate(patch);
  return withTransaction(ctx, async (tx) => save(tx, await fetchTemplate(tx, name), templateColumns(patch)));
}

/** Replaces a template: what the body leaves out is as if never set. Throws as `updateTemplate`. */
export async function replaceTemplate(
  ctx: Context,
  name: string,
  input: SetTemplateInput,
): Promise<TemplateView> {
  authorize(ctx, 'update:email_templates');
  const parsed = parseInput(setTemplateInput, input);
  assertSameName(name, parsed.template);
  assertTemplate(parsed);
  return withTransaction(ctx, async (tx) =>
    save(tx, await fetchTemplate(tx, name), newTemplateRow(tx, parsed)),
  );
}
