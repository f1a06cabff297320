import type { BrowserContext } from '@playwright/test';
import { baseURL } from './tenant';

const ours = new URL(baseURL).origin;

const isOurs = (address: string) => URL.canParse(address) && new URL(address).origin === ours;

export type Watch = {
  /** Watches every page of a browser. */
  add: (context: BrowserContext) => void;
  /** What is not a fault in this test, because the test provokes it. */
  excuse: (fault: RegExp) => void;
  readonly faults: readonly string[];
};

/**
 * Notes what our pages may not do: write an error to the console (violations of the content security policy are such),
 * throw, or ask another origin for anything but a picture.
 */
export function watch(): Watch {
  const faults: string[] = [];
  const excused: RegExp[] = [];
  const note = (fault: string) => {
    if (!excused.some((pattern) => pattern.test(fault))) faults.push(fault);
  };
  const add = (context: BrowserContext) => {
    context.on('console', (message) => {
      const { url } = message.location();
      if (message.type() === 'error' && isOurs(url)) note(`console: ${message.text()} (${url})`);
    });
    context.on('weberror', (thrown) => {
      if (isOurs(thrown.page()?.url() ?? '')) note(`uncaught: ${thrown.error().message}`);
    });
    context.on('request', (request) => {
      const url = request.url();
      if (isOurs(url) || /^(data|blob):/.test(url) || request.isNavigationRequest()) return;
      const isPicture = request.resourceType() === 'image' && url.startsWith('https:');
      if (!isPicture && isOurs(request.frame().url())) note(`request to another origin: ${url}`);
    });
  };
  return { add, excuse: (fault) => void excused.push(fault), faults };
}
