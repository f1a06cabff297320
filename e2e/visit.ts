import { expect, type Locator, type Page } from '@playwright/test';

/** Opens a page and waits until it answers to keys and clicks: only then Next puts its announcer into it. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator('next-route-announcer')).toBeAttached();
}

const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** From a row of a list on to something in it with Tab, as somebody without a mouse. */
export async function tabWithin(page: Page, row: Locator, target: Locator): Promise<void> {
  await expect(async () => {
    await row.focus();
    for (let tabs = 0; tabs < 8 && !(await hasFocus(target)); tabs++) await page.keyboard.press('Tab');
    expect(await hasFocus(target)).toBe(true);
  }).toPass();
}
