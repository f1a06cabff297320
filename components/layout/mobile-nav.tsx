'use client';

import { Button } from '@heroui/react/button';
import { Drawer } from '@heroui/react/drawer';
import { Menu } from 'lucide-react';
import { useState } from 'react';
import { ConsoleNav } from './console-nav';
import { Logo } from './logo';

/** The sections in a drawer, for narrow screens. */
export function MobileNav() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button isIconOnly size="sm" variant="ghost" aria-label="Open navigation" onPress={() => setOpen(true)}>
        <Menu aria-hidden="true" />
      </Button>
      <Drawer.Backdrop isOpen={isOpen} onOpenChange={setOpen}>
        <Drawer.Content placement="left">
          <Drawer.Dialog aria-label="Navigation" className="w-72 p-4">
            <Drawer.CloseTrigger aria-label="Close navigation" />
            <Drawer.Body className="flex flex-col gap-6 p-0">
              <Logo />
              <ConsoleNav onNavigate={() => setOpen(false)} />
            </Drawer.Body>
          </Drawer.Dialog>
        </Drawer.Content>
      </Drawer.Backdrop>
    </>
  );
}
