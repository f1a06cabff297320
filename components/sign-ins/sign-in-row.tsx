import Link from 'next/link';
import { Fragment } from 'react';
import { DecisionBadge } from '@/components/scripts/decision';
import { milliseconds } from '@/components/scripts/duration';
import { Time } from '@/components/ui/time';
import type { SignInSummary } from '@/lib/sign-ins/schemas';
import { LogLines } from './log-lines';
import { signInPath } from './sign-in-path';
import { stepPath } from './sign-in-steps';

const shownLines = 3;

/** One sign-in of the log: how it ended, whose it was, what ran, and what that wrote. */
export function SignInRow({ signIn }: { signIn: SignInSummary }) {
  const { id, at, result, user_id, user_name, client_name, steps, logs, error, duration_ms } = signIn;
  return (
    <li className="relative flex flex-col gap-1 px-4 py-2.5 hover:bg-default-soft">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="shrink-0 sm:w-20">
          <DecisionBadge result={result} />
        </span>
        <span className="flex min-w-0 flex-1 basis-28 sm:basis-48 flex-wrap items-baseline gap-x-2">
          <Link
            href={signInPath(id)}
            className="max-w-full truncate rounded-sm font-medium outline-none after:absolute after:inset-0 focus-visible:after:status-focused"
          >
            {user_name ?? user_id}
          </Link>
          <span className="truncate text-[13px] text-muted">{client_name}</span>
        </span>
        <span className="shrink-0 text-xs text-muted tabular-nums">{milliseconds(duration_ms)}</span>
        <Time value={at} className="shrink-0 text-end sm:w-24 text-xs text-muted tabular-nums" />
      </div>
      {error ? (
        <p className="text-[13px] text-danger-soft-foreground wrap-anywhere sm:ps-23">
          {error.step_name ? `${error.step_name}: ` : null}
          {error.message}
        </p>
      ) : null}
      {steps.length > 0 ? (
        <p className="truncate text-xs text-muted sm:ps-23">
          {steps.map((step, index) => (
            <Fragment key={`${step.kind} ${step.id}`}>
              {index > 0 ? ' · ' : null}
              <Link
                href={stepPath(step)}
                className="relative rounded-sm outline-none hover:text-foreground hover:underline focus-visible:status-focused"
              >
                {step.name}
              </Link>{' '}
              {milliseconds(step.duration_ms)}
            </Fragment>
          ))}
        </p>
      ) : null}
      {logs.length > 0 ? (
        <div className="sm:ps-23">
          <LogLines lines={logs.slice(0, shownLines)} steps={steps} />
          {logs.length > shownLines ? (
            <p className="text-xs text-muted">and {logs.length - shownLines} more lines</p>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
