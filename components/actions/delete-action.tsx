'use client';

import { DeleteScript, type DeleteScriptProps } from '@/components/scripts/delete-script';

type DeleteActionProps = Omit<DeleteScriptProps, 'kind' | 'script' | 'children'> & {
  action: DeleteScriptProps['script'];
  /** Its trigger runs it. */
  isBound: boolean;
};

/** Asks before an Action goes, with its versions and secrets. */
export function DeleteAction({ action, isBound, ...asked }: DeleteActionProps) {
  return (
    <DeleteScript kind="Action" script={action} {...asked}>
      {isBound
        ? 'Its trigger runs it now and stops with the next time. '
        : 'It is not bound, so nothing that runs changes. '}
      Its code, its versions and its secrets are gone.
    </DeleteScript>
  );
}
