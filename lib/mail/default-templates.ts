import type { TemplateName } from './schemas';

type Copy = {
  subject: string;
  /** What mail programs show beside the subject. */
  preview: string;
  heading: string;
  /** Paragraphs before the button; plain text and Liquid. */
  lead: string[];
  button?: string;
  /** Small print after it. */
  after: string[];
};

const app = '{{ application.name | default: friendly_name }}';
const hello =
  'Hello{% if user.given_name %} {{ user.given_name }}{% elsif user.nickname %} {{ user.nickname }}{% endif %},';

const copies = {
  verify_email: {
    subject: `Confirm your e-mail address for ${app}`,
    preview: 'One click, and we know that this address is yours.',
    heading: 'Confirm your e-mail address',
    lead: [hello, `somebody used this address for an account at ${app}. If it was you, please confirm it.`],
    button: 'Confirm my address',
    after: ['If you did not make an account, you can ignore this mail: nothing happens without your click.'],
  },
  reset_email: {
    subject: `Choose a new password for ${app}`,
    preview: 'The link works once.',
    heading: 'Choose a new password',
    lead: [hello, `somebody asked for a new password for your account at ${app}. The link below works once.`],
    button: 'Choose a new password',
    after: [
      'If you did not ask for this, you can ignore this mail. Your password stays as it is, and only this mailbox has the link.',
    ],
  },
  welcome_email: {
    subject: `Welcome to ${app}`,
    preview: 'Your account is ready.',
    heading: `Welcome to ${app}`,
    lead: [hello, 'your account is ready. You sign in with {{ email }}.'],
    after: [],
  },
  blocked_account: {
    subject: `Sign-ins to your account at ${app} are held back`,
    preview: 'Too many wrong passwords were tried.',
    heading: 'Too many wrong passwords',
    lead: [
      hello,
      `many wrong passwords were tried for your account at ${app}, so sign-ins from there are held back for a while. Your account is safe.`,
    ],
    button: 'Choose a new password',
    after: ['If it was you, wait a quarter of an hour and try again, or choose a new password now.'],
  },
  users_import: {
    subject: `${app}: users import into {{ import.connection }} {{ import.status }}`,
    preview: '{{ import.total }} users read, {{ import.failed }} of them not taken.',
    heading: 'Users import {{ import.status }}',
    lead: [
      hello,
      `the import of users into {{ import.connection }} at ${app} has {% if import.status == "failed" %}failed: {{ import.reason }}{% else %}ended.{% endif %}`,
      'Inserted: {{ import.inserted }}<br>Updated: {{ import.updated }}<br>Failed: {{ import.failed }}<br>Total: {{ import.total }}',
    ],
    after: [
      'This was the job {{ import.id }}.{% if import.failed > 0 %} Which users were not taken, and why, is answered by GET {{ import.errors_url }} with a token for the Management API.{% endif %}',
    ],
  },
} satisfies Partial<Record<TemplateName | 'users_import', Copy>>;

/** Mails that Annex sends by itself. */
export type SentTemplate = keyof typeof copies;

const style = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #111318 !important; }
  .card { background-color: #1b1e25 !important; border-color: #2c303a !important; }
  .text { color: #f1f2f4 !important; }
  .muted { color: #a5abb8 !important; }
  .rule { border-color: #2c303a !important; }
  .link { color: #aab4ff !important; }
}
@media (max-width: 520px) { .card { padding: 24px !important; } }`;

const font =
  "font-family: -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; font-size: 16px; line-height: 24px;";

const paragraph = (text: string) =>
  `<p class="text" style="margin: 0 0 16px; ${font} color: #1f2430;">${text}</p>`;
const small = (text: string) =>
  `<p class="muted" style="margin: 0 0 12px; ${font} font-size: 14px; line-height: 21px; color: #5c6373;">${text}</p>`;

const action = (label: string) => `
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin: 8px 0 24px;"><tr>
<td style="border-radius: 8px; background-color: #4653c9;"><a href="{{ url }}" style="display: inline-block; padding: 12px 20px; ${font} font-weight: 600; color: #ffffff; text-decoration: none; border-radius: 8px;">${label}</a></td>
</tr></table>
<p class="muted" style="margin: 0 0 24px; ${font} font-size: 14px; line-height: 21px; color: #5c6373;">Or open this address:<br><a class="link" href="{{ url }}" style="color: #3a45a8; word-break: break-all;">{{ url }}</a></p>`;

const help = `{% if support_email != "" %}Questions? Write to <a class="link" href="mailto:{{ support_email }}" style="color: #3a45a8;">{{ support_email }}</a>.{% elsif support_url != "" %}Questions? <a class="link" href="{{ support_url }}" style="color: #3a45a8;">{{ support_url }}</a>{% endif %}`;

function bodyOf({ subject, preview, heading, lead, button, after }: Copy): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>${style}</style>
</head>
<body class="page" style="margin: 0; padding: 0; background-color: #f5f6f8;">
<div style="display: none; max-height: 0; overflow: hidden;">${preview}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color: #f5f6f8;"><tr><td align="center" style="padding: 40px 16px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width: 520px;"><tr><td class="card" style="padding: 36px; background-color: #ffffff; border: 1px solid #e3e5ea; border-radius: 14px; text-align: left;">
<h1 class="text" style="margin: 0 0 20px; ${font} font-size: 21px; line-height: 28px; font-weight: 600; color: #1f2430;">${heading}</h1>
${lead.map(paragraph).join('\n')}
${button === undefined ? '' : action(button)}
${after.map(small).join('\n')}
<hr class="rule" style="margin: 24px 0 16px; border: 0; border-top: 1px solid #e3e5ea;">
${small(`${app} ${help}`)}
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

/** Our own template of this name: subject and body in Liquid. */
export function defaultTemplate(name: SentTemplate): { subject: string; body: string } {
  const copy: Copy = copies[name];
  return { subject: copy.subject, body: bodyOf(copy) };
}
