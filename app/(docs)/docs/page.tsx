import type { Metadata } from 'next';
import Link from 'next/link';
import { CodeSample } from '@/components/docs/code-sample';
import { env } from '@/lib/env';

export const metadata: Metadata = { title: 'Docs' };

const linkClass = 'text-link underline underline-offset-2 rounded outline-none focus-visible:status-focused';

/** How a program gets its first answer from this Annex. */
export default function DocsPage() {
  const { ANNEX_URL: url } = env();
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">Annex for programs</h1>
      <p className="mt-2 max-w-2xl text-muted">
        Annex speaks Auth0’s contract. What you have works by changing the domain: the{' '}
        <Link href="/docs/api" className={linkClass}>
          Management API
        </Link>
        , the Authentication API and OpenID Connect.{' '}
        <Link href="/docs/compatibility" className={linkClass}>
          What differs
        </Link>{' '}
        is written down.
      </p>
      <h2 className="mt-8 mb-2 text-base font-semibold tracking-tight">A token</h2>
      <p className="mb-3 max-w-2xl text-muted">
        Make an application of the type “Machine to machine” in the console, grant it the scopes it needs, and
        ask for a token by client credentials:
      </p>
      <CodeSample
        label="Getting a token"
        code={`curl ${url}/oauth/token \\
  -d grant_type=client_credentials \\
  -d client_id=… -d client_secret=… \\
  -d audience=${url}/api/v2/`}
      />
      <h2 className="mt-8 mb-2 text-base font-semibold tracking-tight">A call</h2>
      <CodeSample
        label="Searching users"
        code={`curl -G ${url}/api/v2/users \\
  -H "Authorization: Bearer $TOKEN" \\
  --data-urlencode 'q=app_metadata.plan:gold AND logins_count:[10 TO *]'`}
      />
      <h2 className="mt-8 mb-2 text-base font-semibold tracking-tight">Auth0’s own SDK</h2>
      <p className="mb-3 max-w-2xl text-muted">
        The SDKs of Auth0 insist on https. Start Annex with <code className="font-mono">--https</code> on your
        machine, or behind a proxy that has a certificate.
      </p>
      <CodeSample
        label="The SDK for Node"
        code={`import { ManagementClient } from 'auth0';

const management = new ManagementClient({
  domain: '${new URL(url).host}',
  clientId: '…',
  clientSecret: '…',
});
const page = await management.users.list({ q: 'email:*@example.com' });`}
      />
    </>
  );
}
