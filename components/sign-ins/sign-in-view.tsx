import type { ReactNode } from 'react';
import { JsonTree } from '@/components/scripts/json-tree';
import { OutcomeSection } from '@/components/scripts/outcome-section';
import { RecordedWrites } from '@/components/scripts/recorded-writes-list';
import { TokenChange } from '@/components/scripts/token-change';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import type { SignInDetail } from '@/lib/sign-ins/schemas';
import { LogLines } from './log-lines';
import { SignInSteps } from './sign-in-steps';

type SignInViewProps = {
  signIn: SignInDetail;
  /** Rules and Actions that still exist, with the version they are at now. */
  versions: ReadonlyMap<string, number>;
  /** Whence its claims came. */
  children: ReactNode;
};

/** All that is kept of one sign-in. */
export function SignInView({ signIn, versions, children }: SignInViewProps) {
  const { error, steps, logs, writes, user, context, id_token, access_token, redirect, scope, is_cut } =
    signIn;
  return (
    <div className="flex flex-col gap-4">
      {error ? (
        <Notice tone="danger" title={error.message}>
          {error.name}
          {error.step_name ? ` in ${error.step_name}` : null}
          {error.line === undefined ? null : ` at line ${error.line}`}
        </Notice>
      ) : null}
      {redirect === undefined ? null : (
        <Notice title="The browser was sent away before the sign-in ended">
          <span className="wrap-anywhere">{redirect}</span>
        </Notice>
      )}
      {is_cut ? (
        <Notice tone="warning" title="Not everything was kept">
          Some of this sign-in was too large for the recording.
        </Notice>
      ) : null}
      <Card id="steps" title="What ran">
        <SignInSteps signIn={signIn} versions={versions} />
      </Card>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card id="id-token" title="ID token">
          <TokenChange name="ID token" change={id_token} />
        </Card>
        <Card id="access-token" title="Access token">
          <TokenChange name="access token" change={access_token} />
          {scope === undefined ? null : (
            <p className="mt-3 text-[13px] text-muted">
              Scopes were replaced by{' '}
              <code className="font-mono text-foreground">{scope.join(' ') || 'none'}</code>.
            </p>
          )}
        </Card>
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card id="console-output" title="Console">
          {logs.length > 0 ? (
            <LogLines lines={logs} steps={steps} />
          ) : (
            <p className="text-muted">Nothing was written to the console.</p>
          )}
        </Card>
        <Card id="writes" title="Stored metadata">
          {writes.length > 0 ? (
            <RecordedWrites writes={writes} user={user ?? null} />
          ) : (
            <p className="text-muted">Nothing was stored.</p>
          )}
        </Card>
      </div>
      {children}
      <Card id="given" title="What the rules were given">
        {user && context ? (
          <div className="flex flex-col gap-2.5">
            <OutcomeSection title="User" isOpen>
              <JsonTree value={user} label="User" />
            </OutcomeSection>
            <OutcomeSection title="Context" isOpen={false}>
              <JsonTree value={context} label="Context" />
            </OutcomeSection>
          </div>
        ) : (
          <p className="text-muted">It was too large to be kept, so this sign-in cannot be run again.</p>
        )}
      </Card>
    </div>
  );
}
