import { Zap } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { CreateAction, type CreateActionAction } from './create-action';

const example = `exports.onExecutePostLogin = async (event, api) => {
  const plan = event.user.app_metadata.plan || 'free';
  api.idToken.setCustomClaim('https://example.com/plan', plan);
};`;

/** What stands where there is no Action yet: what one is, what it looks like, how to make the first. */
export function NoActions({ create }: { create: CreateActionAction }) {
  return (
    <div className="rounded-xl bg-surface shadow-surface">
      <EmptyState
        Icon={Zap}
        title="No Actions yet"
        actions={<CreateAction create={create} label="Create your first Action" />}
      >
        <p>
          An Action is a function that a trigger calls: at a sign-in, before a sign-up, before a program gets
          a token. This one tells applications the user’s plan:
        </p>
        <pre className="mt-4 overflow-x-auto rounded-lg bg-surface-secondary p-4 text-start font-mono text-[12.5px] leading-5 text-foreground">
          {example}
        </pre>
        <p className="mt-4">
          You write and try it as a draft, deploy it, and bind it to its trigger. Nothing runs before that.
        </p>
      </EmptyState>
    </div>
  );
}
