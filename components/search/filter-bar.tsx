'use client';

import { Plus } from 'lucide-react';
import { readQuery } from '@/lib/search/read-query';
import { spellQuery } from '@/lib/search/spell-query';
import { facetsOf, filterOf, summaryOf } from './facets';
import { ConditionPill, FacetPill } from './filter-pill';
import { type Filter, readFilters, setFilter, toQueryTree } from './filters';

type FilterBarProps = {
  /** What stands in the search box. */
  text: string;
  connections: readonly { name: string }[];
  roles: readonly string[];
  now: Date;
  isStrict: boolean;
  onSearch: (query: string) => void;
  /** Goes on in the box, with the caret at its end. */
  onWrite: (text: string) => void;
};

const queryOf = (filters: readonly Filter[]) => spellQuery(toQueryTree(filters));

/** The query that is to go on with another condition. */
function beginning(filters: readonly Filter[]): string {
  const tree = toQueryTree(filters);
  if (tree.kind === 'all') return '';
  const query = spellQuery(tree);
  return `${tree.kind === 'or' && !/^[^ ]+:\(/.test(query) ? `(${query})` : query} AND `;
}

/** The query of the box as filters, which read and write it. What no filter can say stays there as text. */
export function FilterBar({ text, connections, roles, now, isStrict, onSearch, onWrite }: FilterBarProps) {
  const read = readQuery(text, { isStrict });
  if (!read.ok) {
    return (
      <p className="mt-2.5 flex min-h-7 items-center text-[13px] text-muted">
        The filters come back when the query can be read.
      </p>
    );
  }
  const filters = readFilters(read.tree);
  const facets = facetsOf({ connections, roles }, now);
  const shown = new Set(facets.map((facet) => filterOf(filters, facet)));
  const rest = filters.filter((filter) => !shown.has(filter));
  const without = (filter: Filter) => queryOf(filters.filter((each) => each !== filter));
  return (
    <fieldset className="mt-2.5">
      <legend className="sr-only">Filters</legend>
      <div className="flex flex-wrap items-center gap-1.5">
        {facets.map((facet) => {
          const { subject } = facet;
          const isDate = subject === 'last_login' || subject === 'created_at';
          const others = setFilter(filters, subject, null);
          return (
            <FacetPill
              key={subject}
              facet={facet}
              filter={filterOf(filters, facet)}
              onChange={(filter) => onSearch(queryOf(setFilter(filters, subject, filter)))}
              onOther={isDate ? () => onWrite(`${beginning(others)}${subject}:[`) : undefined}
            />
          );
        })}
        <button
          type="button"
          onClick={() => onWrite(`${beginning(filters)}_exists_:`)}
          className="inline-flex h-7 cursor-pointer items-center gap-1 rounded-full border border-dashed border-field-border ps-2 pe-3 text-[13px] text-muted outline-none hover:bg-default hover:text-foreground focus-visible:status-focused max-md:h-8"
        >
          <Plus className="size-3.5" aria-hidden="true" />
          Has key
        </button>
        {rest.map((filter) => {
          const summary = summaryOf(filter);
          return (
            <ConditionPill
              key={summary}
              title={
                filter.kind === 'key' ? (
                  'Has'
                ) : (
                  <span title="No filter can show this; change it in the search box.">Text only</span>
                )
              }
              onRemove={() => onSearch(without(filter))}
            >
              {summary}
            </ConditionPill>
          );
        })}
      </div>
    </fieldset>
  );
}
