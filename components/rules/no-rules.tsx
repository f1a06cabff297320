import { ScrollText } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { CreateRule, type CreateRuleAction } from './create-rule';

const example = `function (user, context, callback) {
  const plan = (user.app_metadata || {}).plan || 'free';
  context.idToken['https://example.com/plan'] = plan;
  callback(null, user, context);
}`;

/** What stands where there is no rule yet: what one is, what it looks like, how to make the first. */
export function NoRules({ create }: { create: CreateRuleAction }) {
  return (
    <div className="rounded-xl bg-surface shadow-surface">
      <EmptyState
        Icon={ScrollText}
        title="No rules yet"
        actions={<CreateRule create={create} label="Create your first rule" />}
      >
        <p>
          A rule is one function. It is given the user and what is known of the sign-in, and calls back to let
          the person in, with more in their tokens, or to refuse. This one tells applications the user’s plan:
        </p>
        <pre className="mt-4 overflow-x-auto rounded-lg bg-surface-secondary p-4 text-start font-mono text-[12.5px] leading-5 text-foreground">
          {example}
        </pre>
        <p className="mt-4">
          You can try a rule with a real user before it is switched on, and nothing is written while you try.
        </p>
      </EmptyState>
    </div>
  );
}
