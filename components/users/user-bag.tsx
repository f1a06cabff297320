'use client';

import { BagCard } from '@/components/metadata/bag-card';
import type { Action } from '@/lib/http/schemas';
import type { Bag } from '@/lib/metadata';
import type { UpdateUserInput, VersionedUser } from '@/lib/users/schemas';

export type SaveMetadata = Action<
  { userId: string; expectedVersion: number; patch: UpdateUserInput },
  VersionedUser
>;

const descriptions: Record<Bag, string> = {
  user_metadata: 'The user may read and change this on their profile page.',
  app_metadata: 'Only administrators, applications with the right scope and rules read and change this.',
};

type UserBagProps = { bag: Bag; current: VersionedUser; save: SaveMetadata };

/** A user's bag of metadata as administrators edit it. */
export function UserBag({ bag, current, save }: UserBagProps) {
  const userId = current.user.user_id;
  return (
    <BagCard
      bag={bag}
      title={bag}
      description={descriptions[bag]}
      modelPath={`${userId}/${bag}.json`}
      current={current}
      save={(value, expectedVersion) => save({ userId, expectedVersion, patch: { [bag]: value } })}
    />
  );
}
