import { describe, expect, it } from 'vitest';
import type { ClientView } from '@/lib/clients/schemas';
import {
  errorsByField,
  fromSeconds,
  toAddressForm,
  toAddressPatch,
  toLines,
  toSeconds,
} from './application-form';

describe('addresses', () => {
  it('are one a line, without blanks and repetitions', () => {
    expect(toLines(' https://a.example/cb \n\n\thttps://b.example/cb\nhttps://a.example/cb\r\n')).toEqual([
      'https://a.example/cb',
      'https://b.example/cb',
    ]);
    expect(toLines('')).toEqual([]);
  });

  it('come back as they were stored', () => {
    const lists = {
      callbacks: ['https://a.example/1', 'https://a.example/2'],
      allowed_logout_urls: [],
      web_origins: ['https://a.example'],
      allowed_origins: [],
    };
    expect(toAddressPatch(toAddressForm(lists as unknown as ClientView))).toEqual(lists);
  });
});

describe('errorsByField', () => {
  it('names the address that is wrong', () => {
    const errors = errorsByField(
      { 'callbacks.1': 'An address is needed', name: 'Too long' },
      {
        callbacks: ['https://a.example', 'nope'],
      },
    );
    expect(errors).toEqual({ callbacks: 'nope: An address is needed', name: 'Too long' });
  });
});

describe('lifetimes', () => {
  it('are stored in seconds', () => {
    expect(toSeconds('10', 3600)).toBe(36_000);
    expect(toSeconds('1.5', 3600)).toBe(5400);
    expect(fromSeconds(36_000, 3600)).toBe('10');
  });

  it('are refused when they are none', () => {
    for (const typed of ['', ' ', 'x', '0', '-1']) expect(toSeconds(typed, 60)).toBeNull();
  });
});
