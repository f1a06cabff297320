import { expect, type Locator, type Page } from '@playwright/test';

/** The code editor with this name, once it has the focus. */
export async function focusEditor(page: Page | Locator, name: string | RegExp): Promise<void> {
  const editor = page.getByRole('textbox', { name });
  await editor.focus();
  await expect(editor).toBeFocused();
}

/** Types one line into the editor that has the focus, in the place of all that is there. */
export async function typeInstead(page: Page, line: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.type(line);
}

/** Puts the cursor of the editor that has the focus at the end of a line, counted from 1. */
export async function goToLine(page: Page, line: number): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Home');
  for (let at = 1; at < line; at++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
}
