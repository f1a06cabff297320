'use client';

import type { ReactNode } from 'react';
import { DropIndicator, GridList, useDragAndDrop } from 'react-aria-components';
import { moveBeside, moveBy } from './move-item';
import { OrderedRow } from './ordered-row';

type OrderedListProps<T> = {
  label: string;
  items: readonly T[];
  onPlace: (ids: string[], moved: string) => void;
  /** What stands between the place of an item and its buttons. */
  content: (item: T) => ReactNode;
  /** Buttons besides those that move it, where there is room. */
  buttons?: (item: T) => ReactNode;
  /** What stands at the end in any width. */
  end: (item: T) => ReactNode;
};

/** Things in the order they run: drag them, or move them with buttons or the keyboard. */
export function OrderedList<T extends { id: string; name: string }>(props: OrderedListProps<T>) {
  const { label, items, onPlace, content, buttons, end } = props;
  const ids = items.map(({ id }) => id);
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    renderDropIndicator: (target) => (
      <DropIndicator
        target={target}
        className="relative z-10 -my-px h-0.5 outline-none data-drop-target:bg-accent"
      />
    ),
    onReorder: ({ keys, target }) => {
      const [moved] = keys;
      if (moved === undefined || target.dropPosition === 'on') return;
      onPlace(moveBeside(ids, String(moved), String(target.key), target.dropPosition), String(moved));
    },
  });
  return (
    <GridList
      aria-label={label}
      items={items}
      dragAndDropHooks={dragAndDropHooks}
      keyboardNavigationBehavior="tab"
      className="divide-y divide-separator overflow-clip rounded-xl bg-surface shadow-surface"
    >
      {items.map((item, index) => (
        <OrderedRow
          key={item.id}
          id={item.id}
          name={item.name}
          position={index + 1}
          count={items.length}
          onMove={(step) => onPlace(moveBy(ids, item.id, step), item.id)}
          buttons={buttons?.(item)}
          end={end(item)}
        >
          {content(item)}
        </OrderedRow>
      ))}
    </GridList>
  );
}
