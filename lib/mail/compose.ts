import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { emailAddress } from '@/lib/users/schemas';
import { defaultTemplate, type SentTemplate } from './default-templates';
import { renderLiquid } from './liquid';
import { plainText } from './plain-text';
import { findTemplate, type TemplateRow } from './templates';
import type { Mail, MailAddress } from './transport';
import type { MailVariables } from './variables';

/** Seconds that a link lives unless its template says otherwise (8.3). */
export const defaultLinkLifetime = 432_000;

/** A template as it is used: the tenant's, filled up with ours. */
export type ChosenTemplate = {
  name: SentTemplate;
  /** Whether the tenant has written it at all. */
  isOwn: boolean;
  enabled: boolean;
  subject: string;
  body: string;
  from: string | null;
  resultUrl: string | null;
  /** Seconds. */
  urlLifetime: number;
  includeEmailInRedirect: boolean;
};

/** Under what names the tenant may have written a template; `change_password` is the old name of `reset_email`. */
const names: Record<SentTemplate, readonly string[]> = {
  verify_email: ['verify_email'],
  reset_email: ['reset_email', 'change_password'],
  welcome_email: ['welcome_email'],
  blocked_account: ['blocked_account'],
  // For administrators, in our own words: the contract has no template for it.
  users_import: [],
};

/** Sent only when the tenant has switched them on. */
const offByDefault = new Set<SentTemplate>(['welcome_email', 'blocked_account']);

async function ownTemplate(ctx: Context, name: SentTemplate): Promise<TemplateRow | null> {
  for (const known of names[name]) {
    const found = await findTemplate(ctx, known);
    if (found) return found;
  }
  return null;
}

/**
 * The template to use. `builtIn` passes the tenant's over: for links into administrators' accounts, which whoever may
 * write templates could otherwise have sent on to themselves.
 */
export async function chooseTemplate(
  ctx: Context,
  name: SentTemplate,
  { builtIn = false }: { builtIn?: boolean } = {},
): Promise<ChosenTemplate> {
  const own = builtIn ? null : await ownTemplate(ctx, name);
  const ours = defaultTemplate(name);
  return {
    name,
    isOwn: own !== null,
    enabled: own?.enabled ?? !offByDefault.has(name),
    subject: own?.subject || ours.subject,
    body: own?.body || ours.body,
    from: own?.fromAddress || null,
    resultUrl: own?.resultUrl || null,
    urlLifetime: own?.urlLifetime || defaultLinkLifetime,
    includeEmailInRedirect: own?.includeEmailInRedirect ?? true,
  };
}

/** One line as a header may hold it: without line ends or other control characters. */
function headerLine(text: string, longest: number): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, longest);
}

/** `Shop <shop@example.com>` or an address alone; null when there is no good address in it. */
export function parseAddress(text: string): MailAddress | null {
  const flat = headerLine(text, 500);
  const [, name = '', address = flat] = /^([^<>]*)<([^<>]*)>$/.exec(flat) ?? [];
  const parsed = emailAddress.safeParse(address.trim());
  if (!parsed.success || /[,;:"()[\]\\]/.test(parsed.data)) return null;
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address: parsed.data };
}

/** Where the person goes after using the link, or null when the template does not say or says no web address. */
export function resultUrlOf({ resultUrl }: ChosenTemplate, variables: MailVariables): string | null {
  if (resultUrl === null) return null;
  const url = URL.parse(renderLiquid(resultUrl, variables, 'text').trim());
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

/** The sender of mails for which nobody has named one. */
function ownAddress(): MailAddress {
  return { name: '', address: `no-reply@${new URL(env().ANNEX_URL).hostname.replace(/[[\]]/g, '')}` };
}

/** The mail that a template makes of these values. `fallback` is the provider's own sender. Throws TemplateProblem. */
export function composeMail(
  template: ChosenTemplate,
  variables: MailVariables,
  { id, fallback }: { id: string; fallback: string | null },
): Mail {
  const html = renderLiquid(template.body, variables, 'html');
  const named = template.from === null ? null : renderLiquid(template.from, variables, 'text');
  const from = parseAddress(named ?? '') ?? parseAddress(fallback ?? '') ?? ownAddress();
  return {
    messageId: `<${id}@${new URL(env().ANNEX_URL).hostname.replace(/[[\]:]/g, '')}>`,
    from: { ...from, name: headerLine(from.name, 200) },
    to: variables.email,
    subject: headerLine(renderLiquid(template.subject, variables, 'text'), 300),
    html,
    text: plainText(html),
  };
}
