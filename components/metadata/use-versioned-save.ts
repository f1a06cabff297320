'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { ActionFailure, ActionResult } from '@/lib/http/schemas';
import { isSameJson, type JsonObject } from './json';

/** A value and the version of the user that it was read at. */
export type Versioned = { value: JsonObject; version: number };

export type Conflict = { base: Versioned; mine: JsonObject; theirs: Versioned };

type Options<U> = {
  /** The user as the page has it. */
  current: { user: U; version: number };
  /** The part of a user that is edited here. */
  read: (user: U) => JsonObject;
  /** Asks the server for the change from one value to another, on top of a version. */
  send: (change: {
    from: JsonObject;
    to: JsonObject;
    expectedVersion: number;
  }) => Promise<ActionResult<{ user: U; version: number }>>;
  /** Called with what is stored now: after a save, or when somebody else's change is adopted. */
  onSettled: (value: JsonObject) => void;
  isDirty: boolean;
};

/** How often a save is repeated because another part of the same user was saved meanwhile. */
const maxTries = 4;

/**
 * Saves an edit of a user on top of the version it began from. A newer version in which this part is the same is no
 * conflict and the save is repeated on it; one in which it differs becomes `conflict`, with all three sides kept.
 */
export function useVersionedSave<U>({ current, read, send, onSettled, isDirty }: Options<U>) {
  const router = useRouter();
  const [base, setBase] = useState<Versioned>(() => ({
    value: read(current.user),
    version: current.version,
  }));
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [isPending, setPending] = useState(false);
  const isRunning = useRef(false);

  if (!isDirty && !isPending && current.version > base.version) {
    const value = read(current.user);
    setBase({ value, version: current.version });
    if (!isSameJson(value, base.value)) onSettled(value);
  }

  const settle = (stored: Versioned) => {
    setBase(stored);
    setConflict(null);
    setFailure(null);
    onSettled(stored.value);
  };

  const saveOn = async (start: Versioned, mine: JsonObject): Promise<boolean> => {
    let from = start;
    for (let tries = 0; tries < maxTries; tries++) {
      const result = await send({ from: from.value, to: mine, expectedVersion: from.version });
      if (result.ok) {
        settle({ value: read(result.data.user), version: result.data.version });
        router.refresh();
        return true;
      }
      if (result.code !== 'precondition' || !result.data) {
        setFailure(result);
        return false;
      }
      const { user, version } = result.data as { user: U; version: number };
      const theirs = { value: read(user), version };
      if (!isSameJson(theirs.value, from.value)) {
        setConflict({ base: from, mine, theirs });
        return false;
      }
      from = theirs;
    }
    setFailure({ ok: false, code: 'precondition', message: 'The user is changing all the time. Try again.' });
    return false;
  };

  const attempt = async (start: Versioned, mine: JsonObject): Promise<boolean> => {
    if (isRunning.current) return false;
    isRunning.current = true;
    setPending(true);
    setFailure(null);
    try {
      return await saveOn(start, mine);
    } catch {
      const message =
        'Annex could not be reached. Check the connection and try again; nothing is lost on this page.';
      setFailure({ ok: false, code: 'unavailable', message });
      return false;
    } finally {
      isRunning.current = false;
      setPending(false);
    }
  };

  return {
    base,
    conflict,
    failure,
    isPending,
    /** Resolves to whether it is stored. */
    save: (mine: JsonObject) => attempt(base, mine),
    /** Stores the joined value on top of theirs. */
    resolve: (merged: JsonObject) => (conflict ? attempt(conflict.theirs, merged) : Promise.resolve(false)),
    /** Takes theirs; my edit is gone. */
    adopt: () => {
      if (!conflict) return;
      settle(conflict.theirs);
      router.refresh();
    },
    /** Goes on editing on top of theirs. */
    rebase: () => {
      if (!conflict) return;
      setBase(conflict.theirs);
      setConflict(null);
    },
    dismiss: () => setConflict(null),
    clearFailure: () => setFailure(null),
  };
}
