import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { emailTemplates } from '@/db/schema';
import type { Context } from '@/lib/context';
import { Invalid, NotFound } from '@/lib/errors';
import { assertRenders } from './liquid';
import {
  type setTemplateInput,
  type TemplateName,
  type TemplateView,
  templateNames,
  type updateTemplateInput,
} from './schemas';
import { sampleVariables } from './variables';

export type TemplateRow = typeof emailTemplates.$inferSelect;

export const isTemplateName = (name: string): name is TemplateName =>
  templateNames.some((known) => known === name);

/** The contract's shape (8.3). */
export function presentTemplate(row: TemplateRow): TemplateView {
  return {
    template: row.name as TemplateName,
    body: row.body,
    from: row.fromAddress,
    subject: row.subject,
    syntax: row.syntax,
    resultUrl: row.resultUrl,
    urlLifetimeInSeconds: row.urlLifetime,
    includeEmailInRedirect: row.includeEmailInRedirect,
    enabled: row.enabled,
  };
}

/** The columns that a body names; what it leaves out, and null where a column has a default, stay as they are. */
export function templateColumns(input: z.output<typeof updateTemplateInput>): Partial<TemplateRow> {
  const columns: { [K in keyof TemplateRow]?: TemplateRow[K] | undefined } = {
    body: input.body,
    fromAddress: input.from,
    subject: input.subject,
    resultUrl: input.resultUrl,
    urlLifetime: input.urlLifetimeInSeconds,
    includeEmailInRedirect: input.includeEmailInRedirect,
    enabled: input.enabled ?? undefined,
  };
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Partial<TemplateRow>;
}

/** A whole row from the body of a template that is written anew; enabled unless it says otherwise. */
export function newTemplateRow(ctx: Context, input: z.output<typeof setTemplateInput>): TemplateRow {
  return {
    name: input.template,
    body: null,
    fromAddress: null,
    subject: null,
    syntax: 'liquid',
    resultUrl: null,
    urlLifetime: null,
    includeEmailInRedirect: true,
    enabled: true,
    updatedAt: ctx.now(),
    ...templateColumns(input),
  };
}

/** The template that the tenant has written under this name, or null. */
export async function findTemplate(ctx: Context, name: string): Promise<TemplateRow | null> {
  const [row] = await ctx.db.select().from(emailTemplates).where(eq(emailTemplates.name, name));
  return row ?? null;
}

/** As `findTemplate`; throws NotFound `inexistent_email_template`, for a name that is none too. */
export async function fetchTemplate(ctx: Context, name: string): Promise<TemplateRow> {
  const row = isTemplateName(name) ? await findTemplate(ctx, name) : null;
  if (row) return row;
  throw new NotFound('The template does not exist.', { errorCode: 'inexistent_email_template' });
}

/** Refuses a template that could not be sent: a broken one names its place. */
export function assertTemplate(input: {
  body?: string | null | undefined;
  from?: string | null | undefined;
  subject?: string | null | undefined;
  resultUrl?: string | null | undefined;
}): void {
  const sample = sampleVariables();
  assertRenders('body', input.body, sample, 'html');
  assertRenders('subject', input.subject, sample, 'text');
  assertRenders('from', input.from, sample, 'text');
  assertRenders('resultUrl', input.resultUrl, sample, 'text');
  const { resultUrl } = input;
  if (resultUrl && !resultUrl.includes('{') && !/^https?:\/\/[^/]/i.test(resultUrl)) {
    const reason = 'An address that begins with https:// is needed';
    throw new Invalid(`Payload validation error: '${reason}' on property resultUrl.`, {
      errorCode: 'invalid_body',
      fields: { resultUrl: reason },
    });
  }
}
