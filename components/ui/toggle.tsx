'use client';

import { Label } from '@heroui/react/label';
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
    <Switch size="sm" {...field} {...(isLabelHidden ? { 'aria-label': label } : {})}>
      <Switch.Control>
        <Switch.Thumb />
      </Switch.Control>
      {isLabelHidden ? null : (
        <Switch.Content>
          <Label className="text-sm">{label}</Label>
          {description ? <span className="block text-xs text-muted">{description}</span> : null}
        </Switch.Content>
      )}
    </Switch>
  );
}
