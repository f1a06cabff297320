import Link from 'next/link';
import { rulePath } from '@/components/rules/rule-path';
import { milliseconds } from '@/components/scripts/duration';
import { Badge } from '@/components/ui/badge';
import type { SignInDetail } from '@/lib/sign-ins/schemas';

type SignInStepsProps = {
  signIn: Pick<SignInDetail, 'id' | 'steps' | 'error' | 'can_rerun'>;
  /** Rules that still exist, with the version they are at now. */
  rules: ReadonlyMap<string, number>;
};

/** Rules and Actions that had their turn, in order, and the way to try each with this sign-in again. */
export function SignInSteps({ signIn, rules }: SignInStepsProps) {
  const { steps, error, can_rerun } = signIn;
  if (steps.length === 0) return <p className="text-muted">No rule and no Action was on.</p>;
  const longest = Math.max(...steps.map(({ duration_ms }) => duration_ms), 0.001);
  return (
    <ol aria-label="Rules and Actions that ran" className="-my-1 divide-y divide-separator">
      {steps.map((step) => {
        const current = step.kind === 'rule' ? rules.get(step.id) : undefined;
        return (
          <li
            key={`${step.kind} ${step.id}`}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 py-2 sm:grid-cols-[minmax(0,1fr)_6rem_4rem_8rem]"
          >
            <span className="flex min-w-0 flex-wrap items-center gap-x-2">
              {current === undefined ? (
                <span className="truncate font-medium">{step.name}</span>
              ) : (
                <Link
                  href={rulePath(step.id)}
                  className="truncate rounded-sm font-medium outline-none hover:underline focus-visible:status-focused"
                >
                  {step.name}
                </Link>
              )}
              <span className="text-xs text-muted tabular-nums">
                version {step.version}
                {current !== undefined && current !== step.version ? `, now ${current}` : null}
              </span>
              {step.kind === 'action' ? <Badge>Action</Badge> : null}
              {error?.step_id === step.id ? <Badge tone="danger">Ended it</Badge> : null}
            </span>
            <span className="h-1.5 rounded-full bg-default max-sm:hidden" aria-hidden="true">
              <span
                className="block h-full rounded-full bg-accent"
                style={{ width: `${Math.max(3, (step.duration_ms / longest) * 100)}%` }}
              />
            </span>
            <span className="text-end text-[13px] text-muted tabular-nums">
              {milliseconds(step.duration_ms)}
            </span>
            <span className="text-end text-[13px] max-sm:col-span-2 max-sm:text-start">
              {current !== undefined && can_rerun ? (
                <Link
                  href={rulePath(step.id, { signIn: signIn.id })}
                  aria-label={`Re-run this in ${step.name}`}
                  className="rounded-sm text-link outline-none hover:underline focus-visible:status-focused"
                >
                  Re-run this
                </Link>
              ) : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
