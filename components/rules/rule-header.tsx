'use client';

import { Button } from '@heroui/react/button';
import { Dropdown } from '@heroui/react/dropdown';
import { Label } from '@heroui/react/label';
import { toast } from '@heroui/react/toast';
import { Ellipsis, History, PencilLine, Rocket, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { BackLink } from '@/components/layout/page-header';
import { Badge } from '@/components/ui/badge';
import { SubmitButton } from '@/components/ui/submit-button';
import { Time } from '@/components/ui/time';
import { Toggle } from '@/components/ui/toggle';
import type { Action } from '@/lib/http/schemas';
import { DeleteRule } from './delete-rule';
import { DeployDialog } from './deploy-dialog';
import { RenameRule } from './rename-rule';
import type { Replay } from './use-replay';
import type { RuleDraft } from './use-rule-draft';
import type { RuleTests } from './use-rule-tests';
import { type ListVersionsAction, VersionsDialog } from './versions-dialog';

type RuleHeaderProps = {
  draft: RuleDraft;
  tests: RuleTests;
  replay: Replay;
  actions: { remove: Action<{ id: string }, null>; listVersions: ListVersionsAction };
  onSave: () => void;
  onDeleted: () => void;
};

type Open = 'rename' | 'versions' | 'delete' | 'deploy' | null;

/** Name and state of a rule and what can be done with it as a whole. */
export function RuleHeader({ draft, tests, replay, actions, onSave, onDeleted }: RuleHeaderProps) {
  const { base, stored, isDirty, isLive, isPending } = draft;
  const { rule, version, updatedAt } = base;
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const toggle = async (enabled: boolean) => {
    if (await draft.store({ enabled }))
      toast.success(enabled ? `${rule.name} runs at sign-ins` : `${rule.name} is off`);
  };
  const review = async () => {
    if (await draft.keep()) setOpen('deploy');
  };
  return (
    <header className="mb-4">
      <BackLink href="/console/rules" label="Rules" />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="flex flex-wrap items-center gap-2.5 text-xl font-semibold tracking-tight">
            <span className="min-w-0 truncate">{rule.name}</span>
            {isDirty ? <Badge tone="warning">Not saved</Badge> : null}
            {stored ? <Badge tone="accent">Draft</Badge> : null}
          </h1>
          <p className="mt-0.5 text-[13px] text-muted">
            Version {version}
            {rule.enabled ? ' is live, ' : ', off, '}
            saved <Time value={updatedAt} />
            {stored ? (
              <>
                {'. Draft saved '}
                <Time value={stored.updated_at} />
                {` by ${stored.by}, and not live`}
              </>
            ) : null}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <Toggle
            label="Runs at sign-in"
            isSelected={rule.enabled}
            onChange={(enabled) => void toggle(enabled)}
            isDisabled={isPending}
          />
          <MoreMenu
            canRevert={isDirty}
            canDiscard={stored !== null}
            onOpen={setOpen}
            onRevert={draft.revert}
            onDiscard={() => void draft.take()}
          />
          <SubmitButton
            type="button"
            variant="secondary"
            isPending={isPending && open === null}
            isDisabled={!isDirty}
            onPress={onSave}
          >
            Save draft
          </SubmitButton>
          <Button size="sm" isDisabled={isLive || isPending} onPress={() => void review()}>
            <Rocket aria-hidden="true" />
            Deploy
          </Button>
        </div>
      </div>
      {open === 'rename' ? (
        <RenameRule
          name={rule.name}
          failure={draft.failure}
          onRename={(name) => draft.store({ name })}
          onClose={close}
        />
      ) : null}
      {open === 'versions' ? (
        <VersionsDialog draft={draft} list={actions.listVersions} onClose={close} />
      ) : null}
      {open === 'delete' ? (
        <DeleteRule rule={rule} remove={actions.remove} onClose={close} onDeleted={onDeleted} />
      ) : null}
      {open === 'deploy' ? (
        <DeployDialog draft={draft} tests={tests} replay={replay} onClose={close} />
      ) : null}
    </header>
  );
}

type MoreMenuProps = {
  canRevert: boolean;
  canDiscard: boolean;
  onOpen: (open: Open) => void;
  onRevert: () => void;
  onDiscard: () => void;
};

function MoreMenu({ canRevert, canDiscard, onOpen, onRevert, onDiscard }: MoreMenuProps) {
  const choose = (key: string) => {
    if (key === 'revert') onRevert();
    else if (key === 'discard') onDiscard();
    else if (key === 'rename' || key === 'versions' || key === 'delete') onOpen(key);
  };
  return (
    <Dropdown>
      <Button isIconOnly size="sm" variant="tertiary" aria-label="More actions">
        <Ellipsis aria-hidden="true" />
      </Button>
      <Dropdown.Popover placement="bottom end" className="min-w-52">
        <Dropdown.Menu
          aria-label="More actions"
          disabledKeys={[...(canRevert ? [] : ['revert']), ...(canDiscard ? [] : ['discard'])]}
          onAction={(key) => choose(String(key))}
        >
          <Dropdown.Item id="versions" textValue="Versions">
            <History className="size-4 text-muted" aria-hidden="true" />
            <Label>Versions</Label>
          </Dropdown.Item>
          <Dropdown.Item id="rename" textValue="Rename">
            <PencilLine className="size-4 text-muted" aria-hidden="true" />
            <Label>Rename</Label>
          </Dropdown.Item>
          <Dropdown.Item id="revert" textValue="Undo unsaved changes">
            <Undo2 className="size-4 text-muted" aria-hidden="true" />
            <Label>Undo unsaved changes</Label>
          </Dropdown.Item>
          <Dropdown.Item id="discard" textValue="Discard the draft">
            <Undo2 className="size-4 text-muted" aria-hidden="true" />
            <Label>Discard the draft</Label>
          </Dropdown.Item>
          <Dropdown.Item id="delete" textValue="Delete" variant="danger">
            <Trash2 className="size-4 text-danger" aria-hidden="true" />
            <Label>Delete</Label>
          </Dropdown.Item>
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}
