import { redirect } from 'next/navigation';
import { Centered } from '@/components/layout/centered';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { signInPath } from '@/lib/http/page';
import { currentViewer } from '@/lib/http/session';

const problems: Record<string, string> = {
  AccessDenied: 'You were not let in.',
  Configuration: 'The sign-in did not work. The log of the server says why.',
};

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The first page: on to where somebody signed in belongs, the ways in for everybody else. */
export default async function FirstPage({ searchParams }: Search) {
  const { error } = await searchParams;
  const viewer = await currentViewer();
  if (viewer) redirect(viewer.isAdmin ? '/console' : '/profile');
  const problem =
    typeof error === 'string' ? (problems[error] ?? 'The sign-in did not work. Try again.') : null;
  return (
    <Centered>
      <h1 className="text-2xl font-semibold tracking-tight">Welcome to Annex</h1>
      <p className="mt-2 text-muted">A home for your users and what you know about them.</p>
      {problem ? (
        <Notice tone="danger" className="mt-6">
          {problem}
        </Notice>
      ) : null}
      <div className="mt-8 flex flex-col gap-2.5">
        <ButtonLink isPlain href={signInPath('/')} size="lg" className="w-full">
          Sign in
        </ButtonLink>
        <ButtonLink
          isPlain
          href={`${signInPath('/')}&screen_hint=signup`}
          variant="outline"
          size="lg"
          className="w-full"
        >
          Create an account
        </ButtonLink>
      </div>
    </Centered>
  );
}
