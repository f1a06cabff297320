import { createHash } from 'node:crypto';
import type { Context as HonoContext } from 'hono';
import { html, raw } from 'hono/html';
import type { AuthorizationResponse } from '@/lib/oidc';

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:34rem;margin:15vh auto;padding:0 1.5rem}
h1{font-size:1.375rem;margin:0 0 .5rem}
p{margin:.5rem 0}
code{font-size:.875rem;opacity:.75}
button{font:inherit;padding:.5rem 1rem;border:0;border-radius:.5rem;background:#1d4ed8;color:#fff;cursor:pointer}
button:focus-visible{outline:3px solid #93c5fd;outline-offset:2px}`;

const submitScript = 'document.forms[0].submit()';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Only what these pages contain. `form-action` is left out, as on the sign-in pages: the forms end at addresses that
 * were checked against the application's allow-list.
 */
const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(submitScript)}; base-uri 'none'`;

type Markup = ReturnType<typeof html>;

async function page(c: HonoContext, status: 200 | 400 | 403 | 500, title: string, content: Markup) {
  c.header('content-security-policy', policy);
  c.header('cache-control', 'no-store');
  c.header('referrer-policy', 'no-referrer');
  return c.html(
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body><main>
<h1>${title}</h1>
${content}
</main></body>
</html>`,
    status,
  );
}

function hiddenFields(fields: Record<string, string>): Markup[] {
  return Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
}

/** An error that must not be redirected, because nobody has vouched for where. */
export function errorPage(
  c: HonoContext,
  status: 400 | 403 | 500,
  { error, description }: { error: string; description: string },
) {
  c.header('x-frame-options', 'DENY');
  const content = html`<p>${description}</p><p><code>${error}</code></p>`;
  return page(c, status, 'This sign-in cannot go on', content);
}

/** OAuth 2.0 Form Post Response Mode. Without script the person presses the button. */
export function formPostPage(c: HonoContext, { redirectUri, params }: AuthorizationResponse) {
  const content = html`<form method="post" action="${redirectUri}">${hiddenFields(params)}
<p>If nothing happens, press the button.</p><button type="submit">Continue</button></form>
<script>${raw(submitScript)}</script>`;
  return page(c, 200, 'Signing you in', content);
}

/** Asks before a sign-out that nothing but an address asked for. */
export function confirmLogoutPage(c: HonoContext, fields: Record<string, string>) {
  c.header('x-frame-options', 'DENY');
  const content = html`<form method="post" action="/oidc/logout">${hiddenFields(fields)}
<p>You are about to sign out of this browser.</p><button type="submit">Sign out</button></form>`;
  return page(c, 200, 'Sign out?', content);
}

export function loggedOutPage(c: HonoContext) {
  return page(c, 200, 'You are signed out', html`<p>You can close this page.</p>`);
}
