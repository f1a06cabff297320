'use client';

import { Button } from '@heroui/react/button';
import { Braces } from 'lucide-react';
import { CodeEditor } from '@/components/editor/code-editor';
import type { JsonObject } from '@/components/metadata/json';
import { PlainSelect } from '@/components/ui/plain-select';
import { Segmented } from '@/components/ui/segmented';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import type { SignInDetail } from '@/lib/sign-ins/schemas';
import { protocols } from '@/lib/trials/schemas';
import type { UserView } from '@/lib/users/schemas';
import { type RecentSignInsAction, SignInPicker } from './sign-in-picker';
import type { TestSubjectState } from './use-test-run';
import { UserPicker } from './user-picker';

export type SubjectActions = {
  findUsers: Action<{ typed: string }, UserView[]>;
  recentSignIns: RecentSignInsAction;
  getSignIn: Action<{ id: string }, SignInDetail>;
};

export type Applications = readonly { clientId: string; name: string }[];

/** Who can be chosen, and what else a sign-in has. */
export type OfferedSubjects = {
  /** None where it is about nobody; one alone is not asked for. */
  subjects: readonly (typeof subjects)[number]['id'][];
  legend: string;
  hasProtocols: boolean;
};

type TestSubjectProps = {
  test: TestSubjectState;
  offers?: OfferedSubjects;
  applications: Applications;
  actions: SubjectActions;
};

const subjects = [
  { id: 'user', name: 'User' },
  { id: 'sign-in', name: 'Past sign-in' },
  { id: 'json', name: 'JSON' },
] as const;

const protocolNames: Record<(typeof protocols)[number], string> = {
  'oidc-basic-profile': 'Sign-in with a browser',
  'oauth2-refresh-token': 'Refresh token',
  'oauth2-password': 'Password grant',
  'redirect-callback': 'Back from a redirect',
};

const ofSignIns: OfferedSubjects = {
  subjects: subjects.map(({ id }) => id),
  legend: 'Whose sign-in',
  hasProtocols: true,
};

/** Whose sign-in or what else is tried, with which application and by which way. */
export function TestSubject({ test, offers = ofSignIns, applications, actions }: TestSubjectProps) {
  const { form, change, errorOf } = test;
  const offered = subjects.filter(({ id }) => offers.subjects.includes(id));
  const [only] = offered;
  const subject = form.subject === 'none' ? only?.id : form.subject;
  const isRecorded = form.subject === 'sign-in';
  const details = useAction(actions.getSignIn);
  const editAsJson = async () => {
    if (form.subject === 'user' && test.user) return test.editAsJson({ user: test.user as JsonObject });
    if (form.signInId === null) return;
    const result = await details.run({ id: form.signInId });
    if (result?.ok && result.data.user) test.editAsJson({ ...result.data, user: result.data.user });
  };
  return (
    <div className="flex flex-col gap-3">
      {offered.length > 1 && subject !== undefined ? (
        <Segmented
          legend={offers.legend}
          value={subject}
          options={offered}
          onChange={(chosen) =>
            change(
              chosen === 'sign-in'
                ? { subject: chosen, clientId: null, protocol: null }
                : { subject: chosen },
            )
          }
        />
      ) : null}
      {subject === 'user' ? (
        <UserPicker
          value={test.user}
          onChange={test.choose}
          find={actions.findUsers}
          error={errorOf('user')}
        />
      ) : subject === 'sign-in' ? (
        <SignInPicker
          value={form.signInId}
          onChange={(signInId) => change({ signInId })}
          recent={actions.recentSignIns}
          error={errorOf('sign-in') ?? details.failure?.message}
        />
      ) : subject === 'json' ? (
        <div>
          <p className="mb-1 text-sm font-medium">User</p>
          <CodeEditor
            language="json"
            path="test-user.json"
            value={form.userText}
            onChange={(userText) => change({ subject: 'json', userText })}
            height={160}
            ariaLabel="User as JSON"
          />
          {errorOf('json') ? (
            <p role="alert" className="mt-1 text-[13px] text-danger-soft-foreground">
              {errorOf('json')}
            </p>
          ) : null}
        </div>
      ) : null}
      {subject === 'json' || subject === undefined ? null : (
        <Button
          size="sm"
          variant="ghost"
          className="-mt-1 self-start text-muted"
          isDisabled={details.isPending || (subject === 'user' ? !test.user : form.signInId === null)}
          onPress={() => void editAsJson()}
        >
          <Braces aria-hidden="true" />
          Edit as JSON
        </Button>
      )}
      <div
        className={offers.hasProtocols ? 'grid gap-3 sm:grid-cols-2 lg:grid-cols-1 xl:grid-cols-2' : 'grid'}
      >
        <PlainSelect
          label="Application"
          isLabelShown
          value={form.clientId ?? ''}
          options={[
            { value: '', name: isRecorded ? 'As recorded' : 'A made-up one' },
            ...applications.map(({ clientId, name }) => ({ value: clientId, name })),
          ]}
          onChange={(clientId) => change({ clientId: clientId || null })}
          className="min-w-0 *:last:w-full"
        />
        {offers.hasProtocols ? (
          <PlainSelect
            label="How"
            isLabelShown
            value={form.protocol ?? ''}
            options={[
              { value: '', name: isRecorded ? 'As recorded' : protocolNames['oidc-basic-profile'] },
              ...protocols
                .filter((protocol) => isRecorded || protocol !== 'oidc-basic-profile')
                .map((value) => ({ value, name: protocolNames[value] })),
            ]}
            onChange={(value) => change({ protocol: protocols.find((each) => each === value) ?? null })}
            className="min-w-0 *:last:w-full"
          />
        ) : null}
      </div>
    </div>
  );
}
