import { cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The fonts PDF files are written with, by their paths in their packages: functions/generate-report/encode/pdf/fonts.ts. */
const FONT_FILES = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
];

/** Copies the fonts into an asset's node_modules, where the bundle resolves them. */
export function copyFonts(directory: string): void {
  const { resolve } = createRequire(import.meta.url);
  for (const file of FONT_FILES) {
    const target = path.join(directory, 'node_modules', file);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(resolve(file), target);
  }
}
