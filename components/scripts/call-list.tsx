import type { TestReport } from '@/lib/trials/schemas';

/** Calls of the Management API's client, in order; what would change something was not done. */
export function CallList({ calls }: { calls: TestReport['calls'] }) {
  return (
    <ol
      aria-label="Calls of ManagementClient"
      className="flex flex-col gap-1.5 font-mono text-[12.5px] leading-5"
    >
      {calls.map(({ operation, args }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: calls are never moved
        <li key={index} className="wrap-anywhere">
          {operation} <span className="text-muted">{JSON.stringify(args)}</span>
        </li>
      ))}
    </ol>
  );
}
