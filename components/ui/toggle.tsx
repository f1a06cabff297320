'use client';

import { Description } from '@heroui/react/description';
import { Switch } from '@heroui/react/switch';
import type { ReactNode } from 'react';

type ToggleProps = {
  label: string;
  description?: ReactNode;
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  isDisabled?: boolean;
  /** The label is for screen readers only, where the row already says it. */
  isLabelHidden?: boolean;
};

/** Something that is on or off. */
export function Toggle({ label, description, isLabelHidden, ...field }: ToggleProps) {
  return (
    <Switch size="sm" {...field}>
      <Switch.Content>
        <Switch.Control>
          <Switch.Thumb />
        </Switch.Control>
        <span className={isLabelHidden ? 'sr-only' : 'text-sm'}>{label}</span>
      </Switch.Content>
      {description ? <Description>{description}</Description> : null}
    </Switch>
  );
}
