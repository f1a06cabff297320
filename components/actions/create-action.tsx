'use client';

import { Button } from '@heroui/react/button';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { TemplateChoice } from '@/components/scripts/template-choice';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { PlainSelect } from '@/components/ui/plain-select';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import { actionName } from '@/lib/actions/schemas';
import type { Action } from '@/lib/http/schemas';
import type { ActionTestInput } from '@/lib/trials/schemas';
import { actionPath } from './action-path';
import { emptyTemplateId, exampleTest, templateGroups, templatesOf } from './action-templates';
import { isRunnable, type RunnableTrigger, runnableTriggers, triggerWords } from './trigger-words';

export type CreateActionAction = Action<
  { name: string; trigger: string; code: string; test?: ActionTestInput | undefined },
  { id: string }
>;

type CreateActionProps = { create: CreateActionAction; label?: string };

/** The button and its dialog. A new Action is a draft that nothing runs. */
export function CreateAction({ create, label = 'Create Action' }: CreateActionProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onPress={() => setOpen(true)}>
        <Plus aria-hidden="true" />
        {label}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title="Create Action"
        description="It starts as a draft, so that you can try it before it is deployed and bound to its trigger."
        size="lg"
      >
        <CreateActionForm create={create} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

const triggers = runnableTriggers.map((value) => ({ value, name: `${triggerWords(value).name} (${value})` }));

function CreateActionForm({ create, onClose }: { create: CreateActionAction; onClose: () => void }) {
  const router = useRouter();
  const [name, setName] = useState('');
  const [trigger, setTrigger] = useState<RunnableTrigger>('post-login');
  const [templateId, setTemplateId] = useState(emptyTemplateId('post-login'));
  const [nameError, setNameError] = useState<string>();
  const { run, isPending, failure, fields } = useAction(create);
  const templates = templatesOf(trigger);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const parsed = actionName.safeParse(name.trim());
    setNameError(parsed.success ? undefined : 'Give the Action a name of at most 128 characters.');
    const template = templates.find(({ id }) => id === templateId);
    if (!parsed.success || !template) return;
    const result = await run({
      name: parsed.data,
      trigger,
      code: template.script,
      test: exampleTest(template),
    });
    if (result?.ok) router.push(actionPath(result.data.id));
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-5" noValidate>
      {failure && !fields.name ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : null}
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label="Name"
          name="name"
          value={name}
          onChange={(typed) => {
            setName(typed);
            setNameError(undefined);
          }}
          error={nameError ?? fields.name}
          placeholder="Add plan to tokens"
          autoComplete="off"
          autoFocus
          isRequired
        />
        <PlainSelect
          label="Trigger"
          isLabelShown
          value={trigger}
          options={triggers}
          onChange={(value) => {
            if (!isRunnable(value)) return;
            setTrigger(value);
            setTemplateId(emptyTemplateId(value));
          }}
          className="min-w-0 *:last:w-full"
        />
      </div>
      <p className="-mt-2 text-[13px] text-muted">{triggerWords(trigger).when}</p>
      <TemplateChoice
        key={trigger}
        templates={templates}
        groups={templateGroups}
        value={templateId}
        onChange={setTemplateId}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="tertiary" onPress={onClose}>
          Cancel
        </Button>
        <SubmitButton isPending={isPending}>Create and open</SubmitButton>
      </div>
    </form>
  );
}
