import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import type { TemplateView } from './schemas';
import { fetchTemplate, presentTemplate } from './templates';

/** A template that the tenant has written. Throws NotFound `inexistent_email_template`, for a built-in one too. */
export async function getTemplate(ctx: Context, name: string): Promise<TemplateView> {
  authorize(ctx, 'read:email_templates');
  return presentTemplate(await fetchTemplate(ctx, name));
}
