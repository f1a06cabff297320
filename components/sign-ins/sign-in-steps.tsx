import Link from 'next/link';
import { actionPath } from '@/components/actions/action-path';
import { rulePath } from '@/components/rules/rule-path';
import { milliseconds } from '@/components/scripts/duration';
import { Badge } from '@/components/ui/badge';
import type { SignInDetail } from '@/lib/sign-ins/schemas';

type SignInStepsProps = {
  signIn: Pick<SignInDetail, 'id' | 'steps' | 'error' | 'can_rerun' | 'can_rerun_actions'>;
  /** Rules and Actions that still exist, with the version they are at now. */
  versions: ReadonlyMap<string, number>;
};

type Step = Pick<SignInDetail['steps'][number], 'kind' | 'id'>;

/** The page of a rule or an Action; with a recorded sign-in, to try it with that. */
export function stepPath({ kind, id }: Step, options: { signIn?: string } = {}): string {
  return kind === 'rule' ? rulePath(id, options) : actionPath(id, options);
}

/** Whether a rule or an Action can be tried with the sign-in again. */
export function canRerun(signIn: SignInStepsProps['signIn'], { kind }: Step): boolean {
  return kind === 'rule' ? signIn.can_rerun : signIn.can_rerun_actions;
}

/** Rules and Actions that had their turn, in order, and the way to try each with this sign-in again. */
export function SignInSteps({ signIn, versions }: SignInStepsProps) {
  const { steps, error } = signIn;
  if (steps.length === 0) return <p className="text-muted">No rule and no Action was on.</p>;
  const longest = Math.max(...steps.map(({ duration_ms }) => duration_ms), 0.001);
  return (
    <ol aria-label="Rules and Actions that ran" className="-my-1 divide-y divide-separator">
      {steps.map((step) => {
        const current = versions.get(step.id);
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
                  href={stepPath(step)}
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
              {current !== undefined && canRerun(signIn, step) ? (
                <Link
                  href={stepPath(step, { signIn: signIn.id })}
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
