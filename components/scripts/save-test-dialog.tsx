'use client';

import { Button } from '@heroui/react/button';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { PlainSelect } from '@/components/ui/plain-select';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import type { ActionResult } from '@/lib/http/schemas';
import type { Expectation, ExpectedPart } from '@/lib/trials/schemas';
import { type Expectable, ofSignIn } from './expectable';
import { type ExpectationForm, toExpectation } from './expectation-form';

type SaveTestDialogProps = {
  title: string;
  name: string;
  expectation: ExpectationForm;
  /** What can come of a run. */
  expectable?: Expectable | undefined;
  save: (named: { name: string; expect: Expectation }) => Promise<ActionResult<unknown>>;
  onClose: () => void;
};

/** Names a test and says what is to come of it. */
export function SaveTestDialog(props: SaveTestDialogProps) {
  const { title, expectation, expectable = ofSignIn, save, onClose } = props;
  const { endings, parts } = expectable;
  const [name, setName] = useState(props.name);
  const [form, setForm] = useState({
    ...expectation,
    result: endings.some(({ value }) => value === expectation.result) ? expectation.result : '',
  });
  const [problem, setProblem] = useState<{ field: string; message: string } | null>(null);
  const { run, isPending, failure } = useAction(save);
  const errorOf = (field: string) => (problem?.field === field ? problem.message : undefined);
  const put = (changes: Partial<ExpectationForm>) => setForm({ ...form, ...changes });
  const has = (...some: ExpectedPart[]) => some.some((part) => parts.includes(part));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = toExpectation(form, parts);
    const trimmed = name.trim();
    setProblem(trimmed === '' ? { field: 'name', message: 'Give the test a name.' } : made.ok ? null : made);
    if (trimmed === '' || !made.ok) return;
    const result = await run({ name: trimmed, expect: made.expect });
    if (result?.ok) onClose();
  };
  const json = (field: 'idToken' | 'accessToken' | 'userMetadata' | 'appMetadata', label: string) => (
    <Field
      label={label}
      name={field}
      value={form[field]}
      onChange={(value) => put({ [field]: value })}
      error={errorOf(field)}
      rows={3}
      isMono
    />
  );

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={title}
      description="What is left empty may be anything. Tests run without network but for their answers, and configuration values and secrets read as test-KEY."
      size="lg"
    >
      <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
        {failure ? (
          <Notice tone="danger" isLive>
            {failure.message}
          </Notice>
        ) : null}
        <Field
          label="Name"
          name="name"
          value={name}
          onChange={setName}
          error={errorOf('name')}
          autoComplete="off"
          autoFocus
          isRequired
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <div>
            <PlainSelect
              label="It ends as"
              isLabelShown
              value={form.result}
              options={[{ value: '', name: 'Anything' }, ...endings]}
              onChange={(value) => put({ result: value as ExpectationForm['result'] })}
              className="w-full *:last:w-full"
            />
            {errorOf('result') ? (
              <p role="alert" className="mt-1 text-[13px] text-danger-soft-foreground">
                {errorOf('result')}
              </p>
            ) : null}
          </div>
          <Field
            label="Longest time in milliseconds"
            name="max-duration"
            value={form.maxDurationMs}
            onChange={(maxDurationMs) => put({ maxDurationMs })}
            error={errorOf('maxDurationMs')}
          />
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="The message contains"
            name="error-message"
            value={form.errorMessage}
            onChange={(errorMessage) => put({ errorMessage })}
          />
          <Field
            label="The error is called"
            name="error-name"
            value={form.errorName}
            onChange={(errorName) => put({ errorName })}
          />
        </div>
        {has('id_token', 'access_token') ? (
          <div className="grid gap-4 sm:grid-cols-2 *:only:col-span-full">
            {has('id_token') ? json('idToken', 'The ID token has') : null}
            {has('access_token') ? json('accessToken', 'The access token has') : null}
          </div>
        ) : null}
        {has('scope') ? (
          <Field
            label="The scopes of the access token are"
            name="scope"
            value={form.scope}
            onChange={(scope) => put({ scope })}
          />
        ) : null}
        {has('user_metadata', 'app_metadata') ? (
          <div className="grid gap-4 sm:grid-cols-2 *:only:col-span-full">
            {has('user_metadata') ? json('userMetadata', 'Written to user_metadata') : null}
            {has('app_metadata') ? json('appMetadata', 'Written to app_metadata') : null}
          </div>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button size="sm" variant="tertiary" onPress={onClose}>
            Cancel
          </Button>
          <SubmitButton isPending={isPending}>Save test</SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
