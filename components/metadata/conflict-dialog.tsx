'use client';

import { Button } from '@heroui/react/button';
import { useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { ChangeList } from './change-list';
import { CollisionChoice, type Side } from './collision-choice';
import { diffJson } from './diff-json';
import { isSameJson, type JsonObject } from './json';
import { mergeThreeWay, setAt } from './merge-three-way';
import type { Conflict } from './use-versioned-save';

type ConflictDialogProps = {
  subject: string;
  conflict: Conflict;
  isPending: boolean;
  error: string | undefined;
  /** Stores the joined value. */
  onSave: (merged: JsonObject) => void;
  /** Goes on editing with the joined value; absent where the form cannot show it. */
  onEdit: (merged: JsonObject) => void;
  /** Takes theirs and drops my edit. */
  onDiscard: () => void;
  onClose: () => void;
};

/**
 * Somebody saved the same part while it was edited here. Shows what each side did; what both changed has to be chosen,
 * everything else is joined. Nothing is dropped unless the person says so.
 */
export function ConflictDialog(props: ConflictDialogProps) {
  const { subject, conflict, isPending, error, onSave, onEdit, onDiscard, onClose } = props;
  const { base, mine, theirs } = conflict;
  const { merged, collisions } = mergeThreeWay(base.value, mine, theirs.value);
  const [choices, setChoices] = useState<Record<string, Side>>({});
  const keyOf = (path: readonly string[]) => path.join('\u0000');
  const joined = collisions.reduce(
    (value, { path, mine: own }) => (choices[keyOf(path)] === 'mine' ? setAt(value, path, own) : value),
    merged,
  );
  const isCollision = (path: readonly string[]) =>
    collisions.some((each) => isSameJson(each.path, [...path]));
  const byThem = diffJson(base.value, theirs.value).filter(({ path }) => !isCollision(path));
  const byMe = diffJson(theirs.value, merged);
  const isSettled = collisions.every(({ path }) => choices[keyOf(path)] !== undefined);
  return (
    <Dialog
      isOpen
      isSticky
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`${subject} changed while you were editing`}
      description={`You began from version ${base.version}; version ${theirs.version} has been saved since. Your edit is kept until you decide.`}
      size="lg"
      footer={
        <>
          <Button
            size="sm"
            variant="danger-soft"
            className="me-auto"
            onPress={onDiscard}
            isDisabled={isPending}
          >
            Discard my changes
          </Button>
          <Button
            size="sm"
            variant="tertiary"
            onPress={() => onEdit(joined)}
            isDisabled={isPending || !isSettled}
          >
            Edit the result
          </Button>
          <SubmitButton
            type="button"
            isPending={isPending}
            isDisabled={!isSettled}
            onPress={() => onSave(joined)}
          >
            Save the result
          </SubmitButton>
        </>
      }
    >
      <div className="flex flex-col gap-6">
        {error ? (
          <Notice tone="danger" isLive>
            {error}
          </Notice>
        ) : null}
        {collisions.length > 0 ? (
          <section aria-label="Changed on both sides">
            <h3 className="mb-2 text-[13px] font-semibold">Changed on both sides: choose</h3>
            <div className="flex flex-col gap-3">
              {collisions.map((collision) => (
                <CollisionChoice
                  key={keyOf(collision.path)}
                  collision={collision}
                  chosen={choices[keyOf(collision.path)]}
                  onChoose={(side) => setChoices((old) => ({ ...old, [keyOf(collision.path)]: side }))}
                />
              ))}
            </div>
          </section>
        ) : null}
        {byMe.length > 0 ? (
          <section>
            <h3 className="mb-2 text-[13px] font-semibold">Your changes, kept</h3>
            <ChangeList changes={byMe} label="Your changes" />
          </section>
        ) : null}
        {byThem.length > 0 ? (
          <section>
            <h3 className="mb-2 text-[13px] font-semibold">Their changes, kept</h3>
            <ChangeList changes={byThem} label="Their changes" />
          </section>
        ) : null}
      </div>
    </Dialog>
  );
}
