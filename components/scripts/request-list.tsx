import { Badge, type Tone } from '@/components/ui/badge';
import type { TestReport } from '@/lib/trials/schemas';
import { milliseconds } from './duration';

type SentRequest = Omit<TestReport['requests'][number], 'rule_id'>;

function stateOf({ outcome, status }: SentRequest): { word: string; tone: Tone } {
  if (outcome === 'pending') return { word: 'Not answered', tone: 'warning' };
  if (outcome === 'failed') return { word: 'Failed', tone: 'danger' };
  return { word: String(status ?? 'Done'), tone: (status ?? 200) < 400 ? 'success' : 'warning' };
}

type RequestListProps = {
  requests: readonly SentRequest[];
  /** Prepares an answer to one that failed; absent where none can be given. */
  onAnswer?: ((request: Pick<SentRequest, 'method' | 'url'>) => void) | undefined;
};

/** HTTP requests that the code made, or would have made, in order. */
export function RequestList({ requests, onAnswer }: RequestListProps) {
  return (
    <ol aria-label="Requests" className="flex flex-col gap-2 text-[13px]">
      {requests.map((request, index) => {
        const { word, tone } = stateOf(request);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: requests are never moved
          <li key={index}>
            <span className="flex flex-wrap items-baseline gap-x-2">
              <Badge tone={tone}>{word}</Badge>
              <code className="min-w-0 flex-1 font-mono text-[12.5px] wrap-anywhere">
                {request.method} {request.url}
              </code>
              {request.duration_ms === undefined ? null : (
                <span className="text-xs text-muted tabular-nums">{milliseconds(request.duration_ms)}</span>
              )}
            </span>
            {request.error ? (
              <p className="mt-0.5 text-danger-soft-foreground wrap-anywhere">{request.error}</p>
            ) : null}
            {request.outcome === 'failed' && onAnswer ? (
              <button
                type="button"
                aria-label={`Write an answer to ${request.method} ${request.url}`}
                onClick={() => onAnswer(request)}
                className="mt-0.5 cursor-pointer rounded-sm text-link outline-none hover:underline focus-visible:status-focused"
              >
                Write an answer
              </button>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
