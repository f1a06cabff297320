import type { Metadata } from 'next';
import Link from 'next/link';
import { MethodBadge } from '@/components/docs/api-operation';
import { apiResources } from '@/lib/http/docs';

export const metadata: Metadata = { title: 'Management API' };

export default function ApiPage() {
  const resources = apiResources();
  const count = resources.reduce((sum, { operations }) => sum + operations.length, 0);
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">Management API</h1>
      <p className="mt-2 max-w-2xl text-muted">
        {count} operations under <code className="font-mono text-[13px]">/api/v2</code>, read off the code
        that serves them. The same as{' '}
        <a href="/docs/api/openapi.json" className="text-link underline underline-offset-2">
          OpenAPI 3.1
        </a>
        .
      </p>
      {resources.map(({ name, operations }) => (
        <section key={name} aria-labelledby={`of-${name}`} className="mt-8">
          <h2 id={`of-${name}`} className="mb-2 text-[15px] font-semibold">
            <Link
              href={`/docs/api/${name}`}
              className="rounded outline-none hover:underline focus-visible:status-focused"
            >
              {name}
            </Link>
          </h2>
          <ul className="divide-y divide-separator rounded-xl border border-border bg-surface">
            {operations.map(({ id, method, path, summary }) => (
              <li key={id}>
                <Link
                  href={`/docs/api/${name}#${id}`}
                  className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-xl px-3 py-2 outline-none hover:bg-surface-secondary focus-visible:status-focused"
                >
                  <span className="w-16">
                    <MethodBadge method={method} />
                  </span>
                  <code className="font-mono text-[13px] break-all">{path}</code>
                  <span className="text-[13px] text-muted sm:ms-auto">{summary}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
