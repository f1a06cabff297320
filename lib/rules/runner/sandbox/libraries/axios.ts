import axios from 'axios';
import adapter from './axios-adapter';

const { defaults } = axios as unknown as { defaults: Record<string, unknown> };
defaults.adapter = adapter;

export const library = axios;
