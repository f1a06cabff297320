'use client';

import { Button } from '@heroui/react/button';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { PlainSelect } from './plain-select';

type PagerProps = {
  /** From 1. */
  page: number;
  size: number;
  sizes: readonly number[];
  /** Items on this page. */
  length: number;
  total: number | null;
  /** The total is an estimate. */
  isEstimate: boolean;
  onPage: (page: number) => void;
  onSize: (size: number) => void;
};

const count = new Intl.NumberFormat('en-GB');

/** Where a list stands and the ways on. */
export function Pager({ page, size, sizes, length, total, isEstimate, onPage, onSize }: PagerProps) {
  const first = (page - 1) * size + 1;
  const last = first + length - 1;
  const pages = total === null ? null : Math.max(1, Math.ceil(total / size));
  const isLast = isEstimate || pages === null ? length < size : page >= pages;
  const of = total === null ? '' : ` of ${isEstimate ? 'about ' : ''}${count.format(total)}`;
  return (
    <nav
      aria-label="Pages"
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-[13px] text-muted"
    >
      <p role="status" className="tabular-nums">
        {length === 0 ? `None${of}` : `${count.format(first)}–${count.format(last)}${of}`}
      </p>
      <div className="flex items-center gap-3">
        <PlainSelect
          label="Rows per page"
          value={String(size)}
          options={sizes.map((each) => ({ value: String(each), name: `${each} rows` }))}
          onChange={(value) => onSize(Number(value))}
        />
        <div className="flex items-center gap-1">
          <Button
            isIconOnly
            size="sm"
            variant="tertiary"
            aria-label="Previous page"
            isDisabled={page <= 1}
            onPress={() => onPage(page - 1)}
          >
            <ChevronLeft aria-hidden="true" />
          </Button>
          <span className="min-w-22 text-center tabular-nums">
            Page {count.format(page)}
            {pages === null || isEstimate ? '' : ` of ${count.format(pages)}`}
          </span>
          <Button
            isIconOnly
            size="sm"
            variant="tertiary"
            aria-label="Next page"
            isDisabled={isLast}
            onPress={() => onPage(page + 1)}
          >
            <ChevronRight aria-hidden="true" />
          </Button>
        </div>
      </div>
    </nav>
  );
}
