import type { ReactNode } from 'react';
import { Badge, type Tone } from '@/components/ui/badge';
import type { ApiOperation as Operation } from './describe-api';
import { SchemaRows } from './schema-rows';

const tones: Record<string, Tone> = {
  GET: 'accent',
  POST: 'success',
  PATCH: 'warning',
  PUT: 'warning',
  DELETE: 'danger',
};

export function MethodBadge({ method }: { method: string }) {
  return <Badge tone={tones[method] ?? 'default'}>{method}</Badge>;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mt-4">
      <h3 className="mb-1.5 text-[13px] font-semibold">{title}</h3>
      {children}
    </div>
  );
}

/** One operation: what may be said and what may be answered. */
export function ApiOperation({ operation }: { operation: Operation }) {
  const { id, method, path, summary, scopes, parameters, body, answers } = operation;
  const good = answers.filter(({ isError }) => !isError);
  const errors = answers.filter(({ isError }) => isError);
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="scroll-mt-20 border-t border-separator pt-7 pb-9"
    >
      <h2 id={`${id}-title`} className="text-base font-semibold tracking-tight">
        <a href={`#${id}`} className="rounded outline-none hover:underline focus-visible:status-focused">
          {summary}
        </a>
      </h2>
      <p className="mt-1.5 flex items-center gap-2 overflow-x-auto">
        <MethodBadge method={method} />
        <code className="font-mono text-[13px] whitespace-nowrap">/api/v2{path}</code>
      </p>
      <p className="mt-2 text-[13px] text-muted">
        {scopes.length > 1 ? 'Any of the scopes ' : 'Scope '}
        {scopes.map((scope, index) => (
          <span key={scope}>
            {index > 0 ? ', ' : ''}
            <code className="font-mono">{scope}</code>
          </span>
        ))}
      </p>
      {parameters.length > 0 ? (
        <Part title="Parameters">
          <SchemaRows
            label={`Parameters of ${summary}`}
            rows={parameters.map((row) => ({ ...row, notes: [`in the ${row.place}`, ...row.notes] }))}
          />
        </Part>
      ) : null}
      {body ? (
        <Part title={body.mediaType === 'application/json' ? 'Body' : `Body (${body.mediaType})`}>
          <div className="flex flex-col gap-2">
            {body.forms.map((rows) => (
              <SchemaRows key={JSON.stringify(rows)} rows={rows} label={`Body of ${summary}`} />
            ))}
          </div>
        </Part>
      ) : null}
      {good.map((answer) => (
        <Part key={answer.status} title={`Answer ${answer.status}`}>
          {answer.forms.length === 0 ? <p className="text-[13px] text-muted">Empty.</p> : null}
          <div className="flex flex-col gap-2">
            {answer.forms.map((rows) => (
              <SchemaRows
                key={JSON.stringify(rows)}
                rows={rows}
                label={`Answer ${answer.status} of ${summary}`}
              />
            ))}
          </div>
        </Part>
      ))}
      <Part title="Errors">
        <ul className="text-[13px] text-muted">
          {errors.map(({ status, description }) => (
            <li key={status} className="flex gap-2 py-0.5">
              <span className="font-mono text-foreground">{status}</span>
              {description}
            </li>
          ))}
        </ul>
      </Part>
    </section>
  );
}
