import { expect, it } from 'vitest';
import { brandOf } from './brand';

const nothing = { friendlyName: null, pictureUrl: null, supportEmail: null, supportUrl: null };

it('says nothing of a tenant that says nothing of itself', () => {
  expect(brandOf(nothing)).toEqual({ name: null, picture: null, support: null });
});

it('shows name and picture', () => {
  const brand = brandOf({ ...nothing, friendlyName: 'Shop', pictureUrl: 'https://shop.example/logo.svg' });
  expect(brand).toMatchObject({ name: 'Shop', picture: 'https://shop.example/logo.svg' });
});

it.each(['http://shop.example/logo.svg', 'javascript:alert(1)', 'data:image/svg+xml,x', '/logo.svg', ''])(
  'leaves out the picture %j, which the policy of the page would block',
  (pictureUrl) => {
    expect(brandOf({ ...nothing, pictureUrl }).picture).toBeNull();
  },
);

it('leads to the page for help, or else to the mailbox, whose address adds nothing to the mail', () => {
  const supportEmail = 'help+a?bcc=eve@shop.example';
  const supportUrl = 'https://shop.example/help';
  expect(brandOf({ ...nothing, supportEmail, supportUrl }).support).toEqual({
    href: supportUrl,
    label: 'Get help',
  });
  expect(brandOf({ ...nothing, supportEmail }).support).toEqual({
    href: 'mailto:help%2Ba%3Fbcc%3Deve@shop.example',
    label: supportEmail,
  });
});
