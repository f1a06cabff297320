import { describe, expect, it } from 'vitest';
import { sesPassword, smtpOptions } from './smtp-options';

describe('the SMTP server of a provider', () => {
  it.each([
    ['some+secret+key', 'eu-central-1', 'BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2'],
    ['another+secret+key', 'eu-central-1', 'BBbphbrQmrKMx42d1N6+C7VINYEBGI5v9VsZeTxwskfh'],
    ['some+secret+key', 'us-west-1', 'BH+jbMzper5WwlwUar9E1ySBqHa9whi0GPo+sJ0mVYJj'],
    ['another+secret+key', 'us-west-1', 'BKVmjjMDFk/qqw8EROW99bjCS65PF8WKvK5bSr4Y6EqF'],
  ])('of SES takes the password that Amazon derives from %s in %s', (secret, region, password) => {
    expect(sesPassword(secret, region)).toBe(password);
    expect(smtpOptions('ses', { accessKeyId: 'AKIA', secretAccessKey: secret, region })).toEqual({
      host: `email-smtp.${region}.amazonaws.com`,
      port: 465,
      secure: true,
      requireTls: true,
      auth: { user: 'AKIA', pass: password },
    });
  });

  it.each(['sendgrid', 'mandrill', 'resend', 'sparkpost', 'ses'] as const)(
    'of %s is never asked in clear',
    (name) => {
      const { requireTls, host } = smtpOptions(name, { api_key: 'k', region: 'eu' });
      expect(requireTls).toBe(true);
      expect(host).toMatch(/^[a-z.-]+\.(net|com)$/);
    },
  );

  it('of SparkPost depends on the region', () => {
    expect(smtpOptions('sparkpost', { api_key: 'k', region: 'eu' }).host).toBe('smtp.eu.sparkpostmail.com');
    expect(smtpOptions('sparkpost', { api_key: 'k', region: null }).host).toBe('smtp.sparkpostmail.com');
  });

  it.each([
    ['mail.example.com', 587, 'u', { secure: false, requireTls: true }],
    ['mail.example.com', 465, 'u', { secure: true, requireTls: true }],
    ['mail.example.com', 25, undefined, { secure: false, requireTls: false }],
    ['127.0.0.1', 1025, 'u', { secure: false, requireTls: false }],
    ['localhost', 1025, 'u', { secure: false, requireTls: false }],
    ['127.0.0.1.example.com', 25, 'u', { secure: false, requireTls: true }],
  ])('%s:%i with user %s', (smtp_host, smtp_port, smtp_user, expected) => {
    const password = smtp_user === undefined ? {} : { smtp_user, smtp_pass: 'p' };
    expect(smtpOptions('smtp', { smtp_host, smtp_port, ...password })).toMatchObject(expected);
  });
});
