'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { type FormEvent, useState } from 'react';
import { ConflictDialog } from '@/components/metadata/conflict-dialog';
import { isSameJson, type JsonObject } from '@/components/metadata/json';
import { useVersionedSave } from '@/components/metadata/use-versioned-save';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { Toggle } from '@/components/ui/toggle';
import { useUnsavedGuard } from '@/components/ui/use-unsaved-guard';
import type { UserView, VersionedUser } from '@/lib/users/schemas';
import {
  friendlyFields,
  type ProfileValues,
  profileProblems,
  type TextField,
  toProfilePatch,
  toProfileValues,
} from './profile-form';
import type { SaveMetadata } from './user-bag';

type ProfileCardProps = { current: VersionedUser; save: SaveMetadata };

const labels: Record<TextField, string> = {
  name: 'Name',
  nickname: 'Nickname',
  given_name: 'Given name',
  family_name: 'Family name',
  email: 'E-mail',
  username: 'Username',
  phone_number: 'Phone',
  picture: 'Picture',
};

/** What is known of the user beside metadata, as one form. */
export function ProfileCard({ current, save }: ProfileCardProps) {
  const userId = current.user.user_id;
  const [values, setValues] = useState<ProfileValues>(() => toProfileValues(current.user));
  const [clean, setClean] = useState(values);
  const [isChecked, setChecked] = useState(false);
  const isDirty = !isSameJson(values, clean);
  useUnsavedGuard(isDirty);

  const show = (value: JsonObject) => {
    setValues(value as ProfileValues);
    setClean(value as ProfileValues);
    setChecked(false);
  };
  const versioned = useVersionedSave<UserView>({
    current,
    read: toProfileValues,
    send: ({ from, to, expectedVersion }) =>
      save({ userId, expectedVersion, patch: toProfilePatch(from as ProfileValues, to as ProfileValues) }),
    onSettled: show,
    isDirty,
  });
  const store = async (work: Promise<boolean>) => {
    if (await work) toast.success('Profile saved');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (Object.keys(profileProblems(clean, values)).length === 0) void store(versioned.save(values));
  };

  const errors = {
    ...friendlyFields(versioned.failure?.fields ?? {}),
    ...(isChecked ? profileProblems(clean, values) : {}),
  };
  const bind = (name: TextField) => ({
    label: labels[name],
    name,
    value: values[name],
    onChange: (value: string) => setValues((old) => ({ ...old, [name]: value })),
    error: errors[name],
    autoComplete: 'off',
  });
  const setFlag = (name: 'email_verified' | 'phone_verified') => (value: boolean) =>
    setValues((old) => ({ ...old, [name]: value }));
  const isExplained = Object.keys(errors).some((name) => Object.hasOwn(labels, name));

  return (
    <form onSubmit={submit} noValidate>
      <Card
        id="profile"
        title="Profile"
        footer={
          <>
            <span role="status" className="me-auto text-[13px] text-muted">
              {isDirty ? 'Not saved yet.' : ''}
            </span>
            {isDirty ? (
              <Button size="sm" variant="tertiary" onPress={() => show(versioned.base.value)}>
                Discard
              </Button>
            ) : null}
            <SubmitButton isPending={versioned.isPending} isDisabled={!isDirty}>
              Save profile
            </SubmitButton>
          </>
        }
      >
        {versioned.failure && !isExplained ? (
          <Notice tone="danger" isLive className="mb-4">
            {versioned.failure.message}
          </Notice>
        ) : null}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field {...bind('name')} />
          <Field {...bind('nickname')} />
          <Field {...bind('given_name')} />
          <Field {...bind('family_name')} />
          <div className="flex flex-col gap-2">
            <Field {...bind('email')} type="email" />
            <Toggle
              label="E-mail verified"
              isSelected={values.email_verified}
              onChange={setFlag('email_verified')}
            />
          </div>
          <div className="flex flex-col gap-2">
            <Field {...bind('phone_number')} type="tel" placeholder="+441632960123" />
            <Toggle
              label="Phone verified"
              isSelected={values.phone_verified}
              onChange={setFlag('phone_verified')}
            />
          </div>
          {clean.username === '' ? null : <Field {...bind('username')} />}
          <Field {...bind('picture')} type="url" className="w-full sm:col-span-2" />
        </div>
      </Card>
      {versioned.conflict ? (
        <ConflictDialog
          subject="The profile"
          conflict={versioned.conflict}
          isPending={versioned.isPending}
          error={versioned.failure?.message}
          onSave={(merged) => void store(versioned.resolve(merged))}
          onEdit={(merged) => {
            setClean((versioned.conflict?.theirs.value ?? clean) as ProfileValues);
            setValues(merged as ProfileValues);
            versioned.rebase();
          }}
          onDiscard={versioned.adopt}
          onClose={versioned.dismiss}
        />
      ) : null}
    </form>
  );
}
