'use client';

import { Button } from '@heroui/react/button';
import { Package, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { PlainSelect } from '@/components/ui/plain-select';
import type { ActionDraft } from './use-action-draft';

type ActionDependenciesProps = {
  draft: ActionDraft;
  /** The libraries that there are. */
  libraries: readonly string[];
};

/** The libraries that an Action says it needs. Those that are bundled are there either way; others stop the deploy. */
export function ActionDependencies({ draft, libraries }: ActionDependenciesProps) {
  const { dependencies } = draft.base;
  const free = libraries.filter((name) => !dependencies.some((dependency) => dependency.name === name));
  const [chosen, setChosen] = useState('');
  const add = async () => {
    if (await draft.store({ dependencies: [...dependencies, { name: chosen, version: 'latest' }] }))
      setChosen('');
  };
  return (
    <div className="flex flex-col gap-2">
      <h2 className="text-sm font-medium">Dependencies</h2>
      <p className="text-[13px] text-muted">
        Every library below can be required as it is. Naming it here keeps the Action the same in an export to
        Auth0. Other npm packages are not there.
      </p>
      {dependencies.length > 0 ? (
        <ul aria-label="Dependencies" className="-mx-2 divide-y divide-separator">
          {dependencies.map(({ name, version }) => (
            <li key={name} className="flex items-center gap-3 px-2 py-1.5">
              <Package className="size-4 shrink-0 text-muted" aria-hidden="true" />
              <span className="min-w-0 flex-1">
                <code className="font-mono text-[13px] wrap-anywhere">
                  {name}
                  <span className="text-muted">@{version}</span>
                </code>
                {libraries.includes(name) ? null : (
                  <span className="block text-xs text-danger-soft-foreground">
                    It is not bundled, so this cannot be deployed.
                  </span>
                )}
              </span>
              <Button
                isIconOnly
                size="sm"
                variant="ghost"
                aria-label={`Remove ${name}`}
                isDisabled={draft.isPending}
                onPress={() =>
                  void draft.store({ dependencies: dependencies.filter((each) => each.name !== name) })
                }
              >
                <Trash2 className="text-muted" aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex items-end gap-2">
        <PlainSelect
          label="Library"
          value={chosen}
          options={[{ value: '', name: 'Choose a library' }, ...free.map((name) => ({ value: name, name }))]}
          onChange={setChosen}
          className="min-w-0 flex-1 *:last:w-full"
        />
        <Button
          size="sm"
          variant="secondary"
          isDisabled={chosen === '' || draft.isPending}
          onPress={() => void add()}
        >
          Add library
        </Button>
      </div>
    </div>
  );
}
