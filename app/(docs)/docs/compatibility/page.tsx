import type { Metadata } from 'next';
import { DecisionTable } from '@/components/docs/decision-table';
import { decisions } from '@/lib/http/management/compatibility';
import { unspoken } from '@/lib/http/management/unspoken';

export const metadata: Metadata = { title: 'Compatibility' };

export default function CompatibilityPage() {
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">Compatibility with Auth0</h1>
      <p className="mt-2 max-w-2xl text-muted">
        Annex speaks Auth0’s contract: shapes, statuses and error codes are the same. This page has what is
        not: where Annex differs on purpose, and what it decided where Auth0’s documents are silent.
      </p>
      {decisions.map(({ title, decisions: rows }) => (
        <DecisionTable key={title} title={title} rows={rows} />
      ))}
      <section aria-labelledby="unspoken" className="mt-10">
        <h2 id="unspoken" className="text-base font-semibold tracking-tight">
          Not spoken
        </h2>
        <p className="mt-1 max-w-2xl text-muted">
          These paths, and everything below them, answer 403{' '}
          <code className="font-mono">insufficient_scope</code> to a good token.
        </p>
        <ul className="mt-3 grid gap-x-6 rounded-xl border border-border bg-surface px-4 py-3 sm:grid-cols-2">
          {unspoken.map(({ path }) => (
            <li key={path}>
              <code className="font-mono text-[13px] break-all">{path}</code>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
