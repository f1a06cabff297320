export { type ChosenTemplate, chooseTemplate, defaultLinkLifetime, resultUrlOf } from './compose';
export { createProvider } from './create-provider';
export { createTemplate } from './create-template';
export type { SentTemplate } from './default-templates';
export { deleteProvider } from './delete-provider';
export { type Delivery, deliver } from './deliver';
export { getProvider, getProviderState } from './get-provider';
export { getTemplate } from './get-template';
export {
  importEmail,
  type MailRequest,
  noticeEmail,
  passwordEmail,
  queueImportEmails,
  queuePasswordEmail,
  queueVerification,
  queueWelcome,
  verificationEmail,
} from './mail-jobs';
export { getOutboxMail, listOutbox, sweepOutbox } from './outbox';
export * from './schemas';
export { confirmProvider, updateProvider } from './update-provider';
export { replaceTemplate, updateTemplate } from './update-template';
export type { MailImport, MailUser, MailVariables } from './variables';
