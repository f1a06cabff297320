'use client';

import { Button } from '@heroui/react/button';
import { History, PencilLine, Rocket, Trash2, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { BackLink } from '@/components/layout/page-header';
import { Badge } from '@/components/ui/badge';
import { SubmitButton } from '@/components/ui/submit-button';
import type { ActionFailure } from '@/lib/http/schemas';
import { type MenuItem, MoreMenu } from './more-menu';
import { RenameDialog } from './rename-dialog';

type ScriptHeaderProps = {
  /** What it is, such as "rule". */
  kind: string;
  back: { href: string; label: string };
  name: string;
  /** What is wrong with another name. */
  checkName: (name: string) => string | undefined;
  badges: ReactNode;
  says: ReactNode;
  /** Whether it runs. */
  toggle: ReactNode;
  draft: {
    isDirty: boolean;
    isPending: boolean;
    failure: ActionFailure | null;
    keep: () => Promise<boolean>;
    store: (patch: { name: string }) => Promise<boolean>;
    revert: () => void;
  };
  /** What is typed is what is deployed. */
  isDeployed: boolean;
  hasVersions: boolean;
  /** What else can be done with it. */
  more?: readonly MenuItem[];
  onSave: () => void;
  /** Each with what closes it. */
  dialogs: Record<'versions' | 'delete' | 'deploy', (close: () => void) => ReactNode>;
};

type Open = keyof ScriptHeaderProps['dialogs'] | 'rename' | null;

/** Name and state of some code that runs by itself, and what can be done with it as a whole. */
export function ScriptHeader(props: ScriptHeaderProps) {
  const {
    kind,
    back,
    name,
    checkName,
    badges,
    says,
    toggle,
    draft,
    isDeployed,
    hasVersions,
    more = [],
  } = props;
  const { isDirty, isPending } = draft;
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const review = async () => {
    if (await draft.keep()) setOpen('deploy');
  };
  return (
    <header className="mb-4">
      <BackLink {...back} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="flex flex-wrap items-center gap-2.5 text-xl font-semibold tracking-tight">
            <span className="min-w-0 truncate">{name}</span>
            {isDirty ? <Badge tone="warning">Not saved</Badge> : null}
            {badges}
          </h1>
          <p className="mt-0.5 text-[13px] text-muted">{says}</p>
        </div>
        <div className="flex flex-wrap items-center gap-3">
          {toggle}
          <MoreMenu
            items={[
              {
                name: 'Versions',
                Icon: History,
                isDisabled: !hasVersions,
                onAction: () => setOpen('versions'),
              },
              { name: 'Rename', Icon: PencilLine, onAction: () => setOpen('rename') },
              { name: 'Undo unsaved changes', Icon: Undo2, isDisabled: !isDirty, onAction: draft.revert },
              ...more,
              { name: 'Delete', Icon: Trash2, isDanger: true, onAction: () => setOpen('delete') },
            ]}
          />
          <SubmitButton
            type="button"
            variant="secondary"
            isPending={isPending && open === null}
            isDisabled={!isDirty}
            onPress={props.onSave}
          >
            Save draft
          </SubmitButton>
          <Button size="sm" isDisabled={isDeployed || isPending} onPress={() => void review()}>
            <Rocket aria-hidden="true" />
            Deploy
          </Button>
        </div>
      </div>
      {open === 'rename' ? (
        <RenameDialog
          kind={kind}
          name={name}
          check={checkName}
          failure={draft.failure}
          onRename={(changed) => draft.store({ name: changed })}
          onClose={close}
        />
      ) : null}
      {open === null || open === 'rename' ? null : props.dialogs[open](close)}
    </header>
  );
}
