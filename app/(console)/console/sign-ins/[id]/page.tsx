import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { PageHeader } from '@/components/layout/page-header';
import { DecisionBadge } from '@/components/scripts/decision';
import { milliseconds } from '@/components/scripts/duration';
import { Explanation } from '@/components/sign-ins/explanation';
import { signInPath } from '@/components/sign-ins/sign-in-path';
import { canRerun, stepPath } from '@/components/sign-ins/sign-in-steps';
import { SignInView } from '@/components/sign-ins/sign-in-view';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { userPath } from '@/components/users/user-names';
import { listActions } from '@/lib/actions';
import type { Context } from '@/lib/context';
import { outcome } from '@/lib/http/action';
import { orNotFound, requireAdmin } from '@/lib/http/page';
import { pathId } from '@/lib/http/path-id';
import { listRules } from '@/lib/rules';
import { getSignIn } from '@/lib/sign-ins';
import { explainSignIn } from '@/lib/trials';

export const metadata: Metadata = { title: 'Sign-in' };

type Props = { params: Promise<{ id: string }> };

export default async function SignInPage({ params }: Props) {
  const id = pathId((await params).id);
  const ctx = await requireAdmin(signInPath(id));
  const [signIn, rules, actions] = await Promise.all([
    orNotFound(getSignIn(ctx, id)),
    listRules(ctx),
    listActions(ctx, { triggerId: 'post-login' }, { page: 0, perPage: 100 }),
  ]);
  const versions = new Map([
    ...rules.map(({ rule, version }) => [rule.id, version] as const),
    ...actions.items.map((action) => [action.id, action.deployed_version?.number ?? 0] as const),
  ]);
  // Where it ended is where somebody will look first.
  const ran = signIn.steps.filter((step) => versions.has(step.id) && canRerun(signIn, step));
  const [firstRule] = signIn.can_rerun ? rules : [];
  const rerun =
    ran.find((step) => step.id === signIn.error?.step_id) ??
    ran.at(-1) ??
    (firstRule && { kind: 'rule' as const, id: firstRule.rule.id });
  return (
    <>
      <PageHeader
        back={{ href: signInPath(), label: 'Sign-ins' }}
        title={
          <span className="flex flex-wrap items-center gap-2.5">
            <Link
              href={userPath(signIn.user_id)}
              className="min-w-0 truncate rounded-sm outline-none hover:underline focus-visible:status-focused"
            >
              {signIn.user_name ?? signIn.user_id}
            </Link>
            <DecisionBadge result={signIn.result} />
          </span>
        }
        description={
          <>
            {signIn.client_name}, {signIn.connection}, {signIn.protocol}, <Time value={signIn.at} />, took{' '}
            {milliseconds(signIn.duration_ms)}
          </>
        }
        actions={
          rerun ? (
            <ButtonLink href={stepPath(rerun, { signIn: id })} variant="secondary">
              Re-run this
            </ButtonLink>
          ) : null
        }
      />
      <SignInView signIn={signIn} versions={versions}>
        {signIn.can_rerun_actions ? (
          <Card
            id="explanation"
            title="Explain this token"
            description="Which rule or Action, in the version of then, set which claim, and from what: its input goes through them again, and nothing is written."
          >
            <Suspense
              fallback={
                <>
                  <LoadingLabel>Running rules and Actions again</LoadingLabel>
                  <Skeleton className="h-32 w-full" />
                </>
              }
            >
              <Explained ctx={ctx} id={id} />
            </Suspense>
          </Card>
        ) : null}
      </SignInView>
    </>
  );
}

async function Explained({ ctx, id }: { ctx: Context; id: string }) {
  const result = await outcome(ctx, 'explain sign-in', explainSignIn(ctx, id));
  if (!result.ok) return <Notice tone="warning">{result.message}</Notice>;
  return <Explanation explanation={result.data} />;
}
