'use client';

import { ComboBox } from '@heroui/react/combo-box';
import { FieldError } from '@heroui/react/field-error';
import { Input } from '@heroui/react/input';
import { Label } from '@heroui/react/label';
import { ListBox } from '@heroui/react/list-box';
import { useEffect, useRef, useState } from 'react';
import { displayName } from '@/components/users/user-names';
import type { Action } from '@/lib/http/schemas';
import type { UserView } from '@/lib/users/schemas';

type UserPickerProps = {
  value: UserView | null;
  onChange: (user: UserView | null) => void;
  find: Action<{ typed: string }, UserView[]>;
  error: string | undefined;
};

const pauseMs = 180;

/** Chooses a user by what is typed of their name, e-mail address or id. */
export function UserPicker({ value, onChange, find, error }: UserPickerProps) {
  const [typed, setTyped] = useState(value ? displayName(value) : '');
  const [users, setUsers] = useState<readonly UserView[]>(value ? [value] : []);
  const [state, setState] = useState<'found' | 'looking' | 'failed'>('found');
  const latest = useRef(0);
  // What stands in the field: the list opens in an effect, so that the render which opens it may be older.
  const standing = useRef(typed);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const write = (text: string) => {
    standing.current = text;
    setTyped(text);
  };
  const look = (delay: number) => {
    const chosen = value && standing.current === displayName(value);
    const text = chosen ? '' : standing.current;
    latest.current += 1;
    const mine = latest.current;
    clearTimeout(timer.current);
    setState('looking');
    timer.current = setTimeout(async () => {
      const result = await find({ typed: text }).catch(() => null);
      if (mine !== latest.current) return;
      setState(result?.ok ? 'found' : 'failed');
      if (result?.ok) setUsers(result.data);
    }, delay);
  };

  return (
    <ComboBox
      items={users}
      value={value?.user_id ?? null}
      inputValue={typed}
      allowsEmptyCollection
      menuTrigger="focus"
      isInvalid={error !== undefined}
      onOpenChange={(isOpen) => (isOpen ? look(0) : write(value ? displayName(value) : ''))}
      onInputChange={(text) => {
        write(text);
        if (!value || text !== displayName(value)) look(pauseMs);
      }}
      onChange={(key) => {
        const chosen = users.find(({ user_id }) => user_id === key);
        if (!chosen) return;
        onChange(chosen);
        write(displayName(chosen));
      }}
      className="w-full"
    >
      <Label>User</Label>
      <ComboBox.InputGroup>
        <Input placeholder="Name, e-mail or id" autoComplete="off" className="h-10 w-full py-0 md:h-9" />
        <ComboBox.Trigger />
      </ComboBox.InputGroup>
      {error === undefined ? null : <FieldError>{error}</FieldError>}
      <ComboBox.Popover>
        <ListBox
          renderEmptyState={() => (
            <p className="px-3 py-4 text-center text-[13px] text-muted">
              {state === 'looking'
                ? 'Looking…'
                : state === 'failed'
                  ? 'The search did not work.'
                  : 'Nobody matches.'}
            </p>
          )}
        >
          {(user: UserView) => (
            <ListBox.Item id={user.user_id} textValue={displayName(user)}>
              <span className="min-w-0 flex-1">
                <span className="block truncate">{displayName(user)}</span>
                <span className="block truncate text-xs text-muted">{user.email ?? user.user_id}</span>
              </span>
              <ListBox.ItemIndicator />
            </ListBox.Item>
          )}
        </ListBox>
      </ComboBox.Popover>
    </ComboBox>
  );
}
