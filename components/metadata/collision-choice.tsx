'use client';

import { useId } from 'react';
import { PathName } from './change-list';
import { JsonValue } from './json-value';
import type { Collision } from './merge-three-way';

export type Side = 'mine' | 'theirs';

type CollisionChoiceProps = {
  collision: Collision;
  chosen: Side | undefined;
  onChoose: (side: Side) => void;
};

/** One place that both sides changed: what it was, what each made of it, and the choice. */
export function CollisionChoice({ collision, chosen, onChoose }: CollisionChoiceProps) {
  const name = useId();
  const { path, base, mine, theirs } = collision;
  const sides = [
    { side: 'mine', title: 'Yours', value: mine },
    { side: 'theirs', title: 'Theirs', value: theirs },
  ] as const;
  return (
    <fieldset className="rounded-xl border border-border p-3">
      <legend className="-mx-1 px-1">
        <PathName path={path} />
      </legend>
      <div className="flex flex-wrap items-baseline gap-x-2 text-[13px] text-muted">
        It was <JsonValue value={base} />
      </div>
      <div className="mt-2 grid gap-2 sm:grid-cols-2">
        {sides.map(({ side, title, value }) => (
          <label
            key={side}
            className="flex cursor-pointer gap-2.5 rounded-lg border border-border p-2.5 hover:bg-default-soft has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name={name}
              checked={chosen === side}
              onChange={() => onChoose(side)}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span className="block text-[13px] font-medium">{title}</span>
              <JsonValue value={value} absent="removed" />
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
