'use client';

import { Button } from '@heroui/react/button';
import { Dropdown } from '@heroui/react/dropdown';
import { Label } from '@heroui/react/label';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';

const themes = [
  { id: 'light', name: 'Light', Icon: Sun },
  { id: 'dark', name: 'Dark', Icon: Moon },
  { id: 'system', name: 'As the system', Icon: Monitor },
];

/** Chooses light, dark or whatever the system says. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme();
  return (
    <Dropdown>
      <Button isIconOnly size="sm" variant="ghost" aria-label="Theme">
        <Sun className="dark:hidden" aria-hidden="true" />
        <Moon className="hidden dark:block" aria-hidden="true" />
      </Button>
      <Dropdown.Popover placement="bottom end" className="min-w-44">
        <Dropdown.Menu
          aria-label="Theme"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={theme ? [theme] : []}
          onAction={(key) => setTheme(String(key))}
        >
          {themes.map(({ id, name, Icon }) => (
            <Dropdown.Item key={id} id={id} textValue={name}>
              <Dropdown.ItemIndicator />
              <Icon className="size-4 text-muted" aria-hidden="true" />
              <Label>{name}</Label>
            </Dropdown.Item>
          ))}
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}
