import { readFileSync, writeFileSync } from 'node:fs';
import { withSettings } from './readme';

writeFileSync('README.md', withSettings(readFileSync('README.md', 'utf8')));
