import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

// Fonts by the paths of their files in their packages. infra/fonts.ts puts the same into the deployed function.
const TEXT = '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf';
const BOLD = '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf';
// Scripts and symbols Noto Sans leaves to its sister fonts: Hebrew, Arabic, Armenian, Georgian, arrows, emoji.
const OTHER_TEXT = 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf';
const OTHER_BOLD = 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf';

/** The bytes of the fonts: a character is taken from the first of a list that has it. */
export interface FontBytes {
  readonly text: readonly Uint8Array[];
  readonly bold: readonly Uint8Array[];
}

/** Reads the fonts of this project: Latin, Greek, Cyrillic, Devanagari, Hebrew, Arabic, Armenian, Georgian, symbols; not Chinese, Japanese, Korean or Thai. */
export async function readFonts(): Promise<FontBytes> {
  const { resolve } = createRequire(import.meta.url);
  const read = (files: readonly string[]) =>
    Promise.all(files.map((file) => readFile(resolve(file))));
  const [text, bold] = await Promise.all([read([TEXT, OTHER_TEXT]), read([BOLD, OTHER_BOLD])]);
  return { text, bold };
}
