'use client';

import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';

type SidePaneProps<T extends string> = {
  shown: T;
  onShow: (tab: T) => void;
  tabs: readonly { id: T; name: string; content: ReactNode }[];
};

/** What stands beside the code, one part at a time. */
export function SidePane<T extends string>({ shown, onShow, tabs }: SidePaneProps<T>) {
  return (
    <Tabs
      selectedKey={shown}
      onSelectionChange={(key) => {
        const tab = tabs.find(({ id }) => id === key);
        if (tab) onShow(tab.id);
      }}
      className="flex flex-col overflow-clip rounded-xl bg-surface shadow-surface lg:h-[clamp(23.75rem,calc(100dvh-11.75rem),71.75rem)]"
    >
      <TabList
        aria-label="Beside the code"
        className="flex shrink-0 gap-1 border-b border-separator px-3 pt-2"
      >
        {tabs.map(({ id, name }) => (
          <Tab
            key={id}
            id={id}
            className="-mb-px cursor-pointer rounded-t-md border-b-2 border-transparent px-2 pt-1 pb-2 text-[13px] font-medium text-muted outline-none hover:text-foreground focus-visible:status-focused data-selected:border-accent data-selected:text-foreground"
          >
            {name}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="min-h-0 flex-1 overflow-y-auto outline-none">
          {content}
        </TabPanel>
      ))}
    </Tabs>
  );
}
