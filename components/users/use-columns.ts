'use client';

import { useStored } from '@/components/ui/use-stored';
import { type ColumnId, defaultColumns, knownColumns } from './columns';

const leastWidth = 80;
const mostWidth = 800;

type Layout = { columns: ColumnId[] | null; widths: Record<ColumnId, number> };

/** Whatever the browser kept, as columns and their widths in pixels. */
export function parseLayout(kept: unknown): Layout {
  const { columns, widths } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<
    string,
    unknown
  >;
  const names = Array.isArray(columns) ? columns.filter((id) => typeof id === 'string') : null;
  const given = typeof widths === 'object' && widths !== null ? Object.entries(widths) : [];
  return {
    columns: names && knownColumns(names),
    widths: Object.fromEntries(given.filter(([, width]) => isWidth(width))),
  };
}

function isWidth(width: unknown): width is number {
  return typeof width === 'number' && width >= leastWidth && width <= mostWidth;
}

/** The width as close to this as a column may be. */
export function toWidth(width: number): number {
  return Math.round(Math.min(Math.max(width, leastWidth), mostWidth));
}

/**
 * The columns of the users list: those that the address names, else those that this browser kept, else the default.
 * They are changed where they come from; `setNamed` writes them into the address.
 */
export function useColumns(named: readonly ColumnId[] | null, setNamed: (ids: ColumnId[] | null) => void) {
  const [layout, setLayout] = useStored('annex.users.columns', parseLayout);
  const chosen = named ? knownColumns(named) : layout.columns;
  return {
    ids: chosen ?? [...defaultColumns],
    /** Nobody has chosen: narrow screens may leave some out. */
    isDefault: chosen === null,
    widths: layout.widths,
    setIds: (ids: ColumnId[] | null) => (named ? setNamed(ids) : setLayout({ ...layout, columns: ids })),
    setWidth: (id: ColumnId, width: number | null) => {
      const { [id]: _, ...others } = layout.widths;
      setLayout({ ...layout, widths: width === null ? others : { ...others, [id]: toWidth(width) } });
    },
  };
}

export type Columns = ReturnType<typeof useColumns>;
