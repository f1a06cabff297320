import { AuthLink, AuthPage } from './auth-page';

/** What stands where a sign-in is not, or no longer: why that may be, and what to do. */
export function Interrupted() {
  return (
    <AuthPage
      title="This sign-in cannot go on"
      footer={
        <>
          Looking for your account? <AuthLink href="/profile">Open your profile</AuthLink>
        </>
      }
    >
      <p>Go back to the application you came from and sign in from there.</p>
      <p className="mt-5 text-[13px] font-medium">Why it may have stopped</p>
      <ul className="mt-1.5 flex list-disc flex-col gap-1 ps-4 text-[13px] leading-5 text-muted">
        <li>It was started more than an hour ago, or it has been finished already.</li>
        <li>It was started in another browser or a private window.</li>
        <li>This browser does not keep cookies for this site.</li>
      </ul>
    </AuthPage>
  );
}
