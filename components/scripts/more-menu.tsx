'use client';

import { Button } from '@heroui/react/button';
import { Dropdown } from '@heroui/react/dropdown';
import { Label } from '@heroui/react/label';
import { Ellipsis, type LucideIcon } from 'lucide-react';

export type MenuItem = {
  name: string;
  Icon: LucideIcon;
  isDisabled?: boolean;
  isDanger?: boolean;
  onAction: () => void;
};

/** What can be done with a whole thing, besides what its buttons do. */
export function MoreMenu({ items }: { items: readonly MenuItem[] }) {
  return (
    <Dropdown>
      <Button isIconOnly size="sm" variant="tertiary" aria-label="More actions">
        <Ellipsis aria-hidden="true" />
      </Button>
      <Dropdown.Popover placement="bottom end" className="min-w-52">
        <Dropdown.Menu
          aria-label="More actions"
          disabledKeys={items.flatMap(({ name, isDisabled }) => (isDisabled ? [name] : []))}
          onAction={(key) => items.find(({ name }) => name === key)?.onAction()}
        >
          {items.map(({ name, Icon, isDanger }) => (
            <Dropdown.Item key={name} id={name} textValue={name} variant={isDanger ? 'danger' : 'default'}>
              <Icon className={`size-4 ${isDanger ? 'text-danger' : 'text-muted'}`} aria-hidden="true" />
              <Label>{name}</Label>
            </Dropdown.Item>
          ))}
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}
