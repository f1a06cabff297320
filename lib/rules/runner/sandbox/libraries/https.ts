import { clientModule } from './http-client';

export const library = clientModule('https:');
