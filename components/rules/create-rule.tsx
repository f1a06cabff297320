'use client';

import { Button } from '@heroui/react/button';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { TemplateChoice } from '@/components/scripts/template-choice';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import { ruleName } from '@/lib/rules/schemas';
import type { RuleTestInput } from '@/lib/trials/schemas';
import { rulePath } from './rule-path';
import { exampleTest, ruleTemplates } from './rule-templates';
import { templateGroups } from './templates/types';

export type CreateRuleAction = Action<
  { name: string; script: string; enabled?: boolean | undefined; test?: RuleTestInput | undefined },
  { id: string }
>;

type CreateRuleProps = { create: CreateRuleAction; label?: string };

/** The button and its dialog. A new rule is off, so that nothing runs before it has been tried. */
export function CreateRule({ create, label = 'Create rule' }: CreateRuleProps) {
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
        title="Create rule"
        description="It starts switched off, so that you can try it before it runs at sign-ins."
        size="lg"
      >
        <CreateRuleForm create={create} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function CreateRuleForm({ create, onClose }: { create: CreateRuleAction; onClose: () => void }) {
  const router = useRouter();
  const [name, setName] = useState('');
  const [templateId, setTemplateId] = useState('empty');
  const [nameError, setNameError] = useState<string>();
  const { run, isPending, failure, fields } = useAction(create);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const parsed = ruleName.safeParse(name.trim());
    setNameError(parsed.error?.issues[0]?.message);
    const template = ruleTemplates.find(({ id }) => id === templateId);
    if (!parsed.success || !template) return;
    const result = await run({
      name: parsed.data,
      script: template.script,
      enabled: false,
      test: exampleTest(template),
    });
    if (result?.ok) router.push(rulePath(result.data.id));
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-5" noValidate>
      {failure && !fields.name ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : null}
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
      <TemplateChoice
        templates={ruleTemplates}
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
