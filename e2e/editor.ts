import { expect, type Locator, type Page } from '@playwright/test';

/** The code editor with this name, once it takes keys. */
export async function findEditor(page: Page, name: string | RegExp): Promise<Locator> {
  const editor = page.getByRole('textbox', { name });
  await editor.focus();
  await expect(editor).toBeFocused();
  return editor;
}
