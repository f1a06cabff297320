'use client';

import { DeleteScript, type DeleteScriptProps } from '@/components/scripts/delete-script';

type DeleteRuleProps = Omit<DeleteScriptProps, 'kind' | 'script' | 'children'> & {
  rule: DeleteScriptProps['script'] & { enabled: boolean };
};

/** Asks before a rule goes. */
export function DeleteRule({ rule, ...asked }: DeleteRuleProps) {
  return (
    <DeleteScript kind="rule" script={rule} {...asked}>
      {rule.enabled
        ? 'It runs at sign-ins now and stops with the next one. '
        : 'It is switched off, so sign-ins do not change. '}
      Its code is gone from the console.
    </DeleteScript>
  );
}
