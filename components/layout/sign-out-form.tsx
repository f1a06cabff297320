import { buttonVariants } from '@heroui/styles';

/** Signs out here and at the issuer; a plain form, so it needs no script. */
export function SignOutForm() {
  return (
    <form method="post" action="/api/auth/sign-out">
      <button
        type="submit"
        className={`${buttonVariants({ variant: 'tertiary' })} focus-visible:status-focused`}
      >
        Sign out
      </button>
    </form>
  );
}
