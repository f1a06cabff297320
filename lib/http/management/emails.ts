import { z } from 'zod';
import {
  createProvider,
  createProviderInput,
  createTemplate,
  deleteProvider,
  getProvider,
  getTemplate,
  providerView,
  replaceTemplate,
  setTemplateInput,
  templateView,
  updateProvider,
  updateProviderInput,
  updateTemplate,
  updateTemplateInput,
} from '@/lib/mail';
import { chosenOf, fieldFilter, filterFields } from './fields';
import { declare, type ManagementApp } from './operation';

/** `/emails/provider`: `reference/management-api.md` 8.3. Without `fields` only `name` and `enabled` are shown (1.6). */
export function mountEmails(app: ManagementApp): void {
  const path = '/emails/provider';
  declare(app, {
    method: 'get',
    path,
    summary: 'Get the email provider',
    scopes: ['read:email_provider'],
    query: z.strictObject(fieldFilter),
    responses: { 200: chosenOf(providerView) },
    handle: async (ctx, { query }) => ({
      body: filterFields(await getProvider(ctx), query.fields ? query : { fields: 'name,enabled' }),
    }),
  });
  declare(app, {
    method: 'post',
    path,
    summary: 'Configure the email provider',
    scopes: ['create:email_provider'],
    body: createProviderInput,
    responses: { 201: providerView },
    handle: async (ctx, { body }) => ({ status: 201, body: await createProvider(ctx, body) }),
  });
  declare(app, {
    method: 'patch',
    path,
    summary: 'Update the email provider',
    scopes: ['update:email_provider'],
    body: updateProviderInput,
    responses: { 200: providerView },
    handle: async (ctx, { body }) => ({ body: await updateProvider(ctx, body) }),
  });
  declare(app, {
    method: 'delete',
    path,
    summary: 'Delete the email provider',
    scopes: ['delete:email_provider'],
    responses: { 204: null },
    handle: async (ctx) => {
      await deleteProvider(ctx);
      return { status: 204 };
    },
  });
}

/** `/email-templates` (8.3). */
export function mountEmailTemplates(app: ManagementApp): void {
  declare(app, {
    method: 'post',
    path: '/email-templates',
    summary: 'Create an email template',
    scopes: ['create:email_templates'],
    body: setTemplateInput,
    responses: { 200: templateView },
    handle: async (ctx, { body }) => ({ body: await createTemplate(ctx, body) }),
  });
  declare(app, {
    method: 'get',
    path: '/email-templates/{name}',
    summary: 'Get an email template',
    scopes: ['read:email_templates'],
    responses: { 200: templateView },
    handle: async (ctx, { id }) => ({ body: await getTemplate(ctx, id) }),
  });
  declare(app, {
    method: 'patch',
    path: '/email-templates/{name}',
    summary: 'Update an email template',
    scopes: ['update:email_templates'],
    body: updateTemplateInput,
    responses: { 200: templateView },
    handle: async (ctx, { id, body }) => ({ body: await updateTemplate(ctx, id, body) }),
  });
  declare(app, {
    method: 'put',
    path: '/email-templates/{name}',
    summary: 'Replace an email template',
    scopes: ['update:email_templates'],
    body: setTemplateInput,
    responses: { 200: templateView },
    handle: async (ctx, { id, body }) => ({ body: await replaceTemplate(ctx, id, body) }),
  });
}
