'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { UserPlus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { PlainSelect } from '@/components/ui/plain-select';
import { SubmitButton } from '@/components/ui/submit-button';
import { Toggle } from '@/components/ui/toggle';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import type { CreateUserInput } from '@/lib/users/schemas';
import { PasswordField } from './password-field';
import { friendlyFields } from './profile-form';
import { userPath } from './user-names';

type Connection = { name: string; options: { requires_username: boolean } };
type CreateUserProps = {
  connections: readonly Connection[];
  create: Action<CreateUserInput, { userId: string }>;
};

/** The button and its dialog. */
export function CreateUser(props: CreateUserProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onPress={() => setOpen(true)}>
        <UserPlus aria-hidden="true" />
        Create user
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title="Create user"
        description="They sign in with the password you set, and may change it later."
      >
        <CreateUserForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

const shown = ['email', 'username', 'name', 'password'];

function CreateUserForm({ connections, create, onClose }: CreateUserProps & { onClose: () => void }) {
  const router = useRouter();
  const [values, setValues] = useState({ email: '', username: '', name: '', password: '' });
  const [connection, setConnection] = useState(connections[0]?.name ?? '');
  const [isVerified, setVerified] = useState(false);
  const { run, isPending, failure, fields } = useAction(create);
  const needsUsername = connections.find(({ name }) => name === connection)?.options.requires_username;
  const errors = friendlyFields(fields);
  const bind = (name: keyof typeof values) => ({
    name,
    value: values[name],
    onChange: (value: string) => setValues((old) => ({ ...old, [name]: value })),
    error: errors[name] && values[name].trim() === '' ? 'This is needed.' : errors[name],
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const result = await run({
      connection,
      email: values.email.trim(),
      password: values.password,
      email_verified: isVerified,
      ...(values.name.trim() ? { name: values.name.trim() } : {}),
      ...(needsUsername ? { username: values.username.trim() } : {}),
    });
    if (!result?.ok) return;
    toast.success('User created');
    router.push(userPath(result.data.userId));
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      {failure && !shown.some((name) => errors[name]) ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : null}
      <Field label="E-mail" type="email" isRequired autoFocus autoComplete="off" {...bind('email')} />
      {needsUsername ? <Field label="Username" isRequired autoComplete="off" {...bind('username')} /> : null}
      <Field label="Name" autoComplete="off" {...bind('name')} />
      <PasswordField label="Password" canGenerate {...bind('password')} />
      {connections.length > 1 ? (
        <PlainSelect
          label="Connection"
          isLabelShown
          value={connection}
          options={connections.map(({ name }) => ({ value: name, name }))}
          onChange={setConnection}
        />
      ) : null}
      <Toggle label="The e-mail address is verified" isSelected={isVerified} onChange={setVerified} />
      <div className="mt-2 flex justify-end gap-2">
        <Button size="sm" variant="tertiary" onPress={onClose}>
          Cancel
        </Button>
        <SubmitButton isPending={isPending}>Create user</SubmitButton>
      </div>
    </form>
  );
}
