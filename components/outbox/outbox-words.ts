/** `/console/outbox/job_…`. */
export const outboxPath = (id?: string): string =>
  id === undefined ? '/console/outbox' : `/console/outbox/${encodeURIComponent(id)}`;

const names: Record<string, string> = {
  verify_email: 'Verification',
  reset_email: 'New password',
  welcome_email: 'Welcome',
  blocked_account: 'Blocked account',
  users_import: 'Users import',
};

/** What kind of mail a template makes. */
export const templateName = (template: string): string => names[template] ?? template;

/** What an administrator pastes into a shell to have mail sent for real. */
export function providerCommand(address: string): string {
  return `curl -X POST ${address}/api/v2/emails/provider \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{
    "name": "smtp",
    "default_from_address": "no-reply@example.com",
    "credentials": {
      "smtp_host": "mail.example.com",
      "smtp_port": 587,
      "smtp_user": "...",
      "smtp_pass": "..."
    }
  }'`;
}
