'use client';

import { Button } from '@heroui/react/button';
import { Popover } from '@heroui/react/popover';
import { CircleHelp } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '@/components/ui/badge';

export type Operator = { example: string; meaning: string; extension?: true };

type QueryHelpProps = {
  operators: readonly Operator[];
  fields: readonly string[];
  onPick: (example: string) => void;
};

/** What the search language can do; an example that is chosen goes into the box. */
export function QueryHelp({ operators, fields, onPick }: QueryHelpProps) {
  const [isOpen, setOpen] = useState(false);
  const pick = (example: string) => {
    setOpen(false);
    onPick(example);
  };
  return (
    <Popover isOpen={isOpen} onOpenChange={setOpen}>
      <Button isIconOnly variant="tertiary" aria-label="Help with searching">
        <CircleHelp aria-hidden="true" />
      </Button>
      <Popover.Content
        placement="bottom end"
        className="w-[min(40rem,calc(100vw-2rem))] max-w-none overflow-y-auto overscroll-contain"
      >
        <Popover.Dialog aria-label="Help with searching" className="p-5">
          <p className="font-semibold">Searching</p>
          <p className="mt-1 text-[13px] text-muted">
            Words alone look in names, e-mail, username, phone and id. Choose an example to start from it.
          </p>
          <ul className="mt-3 grid gap-0.5">
            {operators.map(({ example, meaning, extension }) => (
              <li key={example}>
                <button
                  type="button"
                  onClick={() => pick(example)}
                  className="grid w-full gap-x-4 gap-y-0.5 rounded-lg px-2 py-1.5 text-start outline-none hover:bg-default focus-visible:status-focused sm:grid-cols-[17rem_1fr]"
                >
                  <code className="font-mono text-[12.5px] break-all">{example}</code>
                  <span className="text-[13px] text-muted">
                    {meaning} {extension ? <Badge>beyond Auth0</Badge> : null}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <p className="mt-4 text-xs font-medium text-muted">Fields</p>
          <p className="mt-1 font-mono text-xs leading-5 break-words text-muted">{fields.join('  ')}</p>
        </Popover.Dialog>
      </Popover.Content>
    </Popover>
  );
}
