import Link from 'next/link';
import { actionPath } from '@/components/actions/action-path';
import type { Difference } from '@/components/metadata/diff-json';
import { diffJson } from '@/components/metadata/diff-json';
import type { JsonObject } from '@/components/metadata/json';
import { JsonValue } from '@/components/metadata/json-value';
import { SideBySide } from '@/components/metadata/side-by-side';
import { rulePath } from '@/components/rules/rule-path';
import { OutcomeSection } from '@/components/scripts/outcome-section';
import { Notice } from '@/components/ui/notice';
import type { ClaimOrigin, SignInExplanation } from '@/lib/trials/schemas';

const tokenNames = { id_token: 'ID token', access_token: 'Access token' } as const;

/** Whence each claim of a sign-in's tokens came, and what each rule and Action did on the way. */
export function Explanation({ explanation }: { explanation: SignInExplanation }) {
  const { claims, steps, is_reproduced } = explanation;
  return (
    <div className="flex flex-col gap-4">
      {is_reproduced ? null : (
        <Notice tone="warning">
          Rules or Actions gave other values this time, since they asked the network, the clock or chance.
          Those claims are marked.
        </Notice>
      )}
      {claims.length > 0 ? (
        <div>
          <table aria-label="Where each claim came from" className="w-full text-[13px]">
            <thead className="max-sm:sr-only">
              <tr className="text-xs text-muted *:pb-1 *:text-start *:font-normal">
                <th scope="col">Claim</th>
                <th scope="col">Token</th>
                <th scope="col">Value</th>
                <th scope="col">From</th>
              </tr>
            </thead>
            <tbody className="divide-y divide-separator">
              {claims.map(({ token, claim, value, origin }) => (
                <tr
                  key={`${token} ${claim}`}
                  className="align-top *:text-start max-sm:flex max-sm:flex-col max-sm:gap-0.5 max-sm:py-2 sm:*:py-1.5 sm:*:pe-4"
                >
                  <th scope="row" className="font-normal">
                    <code className="font-mono text-[12.5px] font-medium wrap-anywhere">{claim}</code>
                  </th>
                  <td className="whitespace-nowrap text-muted">{tokenNames[token]}</td>
                  <td>
                    <JsonValue value={value} />
                  </td>
                  <td>
                    <Origin origin={origin} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <p className="text-muted">No token was granted.</p>
      )}
      <div className="flex flex-col gap-2.5">
        {steps.map((step, index) => (
          <Step key={step.id} step={step} place={index + 1} />
        ))}
      </div>
    </div>
  );
}

function Origin({ origin }: { origin: ClaimOrigin }) {
  switch (origin.kind) {
    case 'profile':
      return <span className="text-muted">The profile</span>;
    case 'actions':
      return <span>One of the Actions {origin.names.join(', ')}</span>;
    case 'earlier':
      return <span className="text-muted">Before the person was sent away</span>;
    case 'unexplained':
      return <span className="text-warning-soft-foreground">Not the same this time</span>;
    case 'action':
    case 'rule':
      return (
        <span>
          <Link
            href={origin.kind === 'rule' ? rulePath(origin.id) : actionPath(origin.id)}
            className="rounded-sm font-medium outline-none hover:underline focus-visible:status-focused"
          >
            {origin.name}
          </Link>
          , version {origin.version}
        </span>
      );
  }
}

function differencesOf({ claims, user, context, ...step }: SignInExplanation['steps'][number]) {
  const claimed: Difference[] = claims.map(({ token, claim, before, after }) => ({
    path: [tokenNames[token], claim],
    before,
    after,
  }));
  const members = (name: string, change: { before: JsonObject; after: JsonObject } | undefined) =>
    change ? diffJson(change.before, change.after, [name]) : [];
  return [
    { title: 'Claims', changes: claimed },
    { title: 'User', changes: members('user', user) },
    { title: 'Context', changes: members('context', context) },
    { title: 'Session', changes: diffJson({}, step.session ?? {}) },
    { title: 'Refresh token', changes: diffJson({}, step.refresh_token ?? {}) },
  ].filter(({ changes }) => changes.length > 0);
}

type StepProps = { step: SignInExplanation['steps'][number]; place: number };

function Step({ step, place }: StepProps) {
  const { name, version, claims, writes = [], dropped, problem } = step;
  const parts = differencesOf(step);
  return (
    <OutcomeSection title={`${place}. ${name}, version ${version}`} isOpen={problem !== undefined}>
      <div className="flex flex-col gap-3">
        {problem === undefined ? null : (
          <p className="text-[13px] text-danger-soft-foreground wrap-anywhere">{problem}</p>
        )}
        {parts.map(({ title, changes }) => (
          <div key={title}>
            <h4 className="mb-1 text-xs text-muted">{title}</h4>
            <SideBySide changes={changes} label={`${title} that ${name} changed`} />
          </div>
        ))}
        <Sources claims={claims} />
        {step.kind === 'action' && writes.length > 0 ? (
          <div>
            <h4 className="mb-1 text-xs text-muted">Metadata that it wrote</h4>
            <SideBySide
              changes={writes.flatMap(({ bag, patch }) => diffJson({}, patch as JsonObject, [bag]))}
              label={`Metadata that ${name} wrote`}
            />
          </div>
        ) : null}
        {parts.length === 0 && problem === undefined && writes.length === 0 ? (
          <p className="text-[13px] text-muted">It changed nothing.</p>
        ) : null}
        {dropped ? (
          <p className="text-[13px] text-muted">
            No token carries <code className="font-mono text-foreground">{dropped.join(', ')}</code>: the
            names are reserved.
          </p>
        ) : null}
      </div>
    </OutcomeSection>
  );
}

/** Where the values of claims stood in what the step was given. */
function Sources({ claims }: Pick<SignInExplanation['steps'][number], 'claims'>) {
  const known = claims.filter(({ same_value_at }) => same_value_at !== undefined);
  if (known.length === 0) return null;
  return (
    <ul aria-label="Where values of claims stood" className="flex flex-col gap-0.5 text-[13px] text-muted">
      {known.map(({ token, claim, same_value_at = [] }) => (
        <li key={`${token} ${claim}`} className="wrap-anywhere">
          {tokenNames[token]}, <code className="font-mono text-foreground">{claim}</code>: the value of{' '}
          <code className="font-mono text-foreground">{same_value_at.join(', ')}</code>
        </li>
      ))}
    </ul>
  );
}
