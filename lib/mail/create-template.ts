import { emailTemplates } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { type SetTemplateInput, setTemplateInput, type TemplateView } from './schemas';
import { assertTemplate, newTemplateRow, presentTemplate } from './templates';

/** Writes a template for the first time. Throws Invalid with the place of a fault, Conflict when there is one. */
export async function createTemplate(ctx: Context, input: SetTemplateInput): Promise<TemplateView> {
  authorize(ctx, 'create:email_templates');
  const parsed = parseInput(setTemplateInput, input);
  assertTemplate(parsed);
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(emailTemplates)
      .values(newTemplateRow(tx, parsed))
      .onConflictDoNothing()
      .returning();
    if (!row) throw new Conflict(`Template ${parsed.template} already exists.`);
    const after = presentTemplate(row);
    await recordChange(tx, { kind: 'email_template', id: row.name, before: null, after });
    return after;
  });
}
