import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';

const CACHE = path.resolve('node_modules/.cache/chromium');
const LAUNCH_TIMEOUT_MS = 30_000;
const UNPACK_TIMEOUT_MS = 60_000;

const KNOWN_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Unpacks the bundled browser into TMPDIR; AWS_LAMBDA_JS_RUNTIME makes it unpack its system libraries too. */
const UNPACK =
  "import chromium from '@sparticuz/chromium'; process.stdout.write(await chromium.executablePath());";

interface Candidate {
  readonly name: string;
  readonly find: () => Promise<LaunchOptions>;
}

/**
 * Starts a headless Chromium: the one CHROME_PATH names, an installed Chrome, Edge or Chromium, else the one
 * from npm (Linux x64 only). Throws with the reason for each when none starts.
 */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const reasons: string[] = [];
  for (const { name, find } of candidates(process.env)) {
    try {
      const found = await find();
      // The sandbox needs rights that containers seldom give; only our own page is opened.
      const args = ['--no-sandbox', ...(options.args ?? [])];
      return await chromium.launch({ timeout: LAUNCH_TIMEOUT_MS, ...found, ...options, args });
    } catch (error) {
      const [firstLine] = (error as Error).message.split('\n');
      reasons.push(`  ${name}: ${firstLine ?? ''}`);
    }
  }
  throw new Error(
    `No browser to test with. Install Chrome or set CHROME_PATH. Tried:\n${reasons.join('\n')}`,
  );
}

function candidates(env: NodeJS.ProcessEnv): Candidate[] {
  const named = env.CHROME_PATH;
  const atPath = (executablePath: string): Candidate => ({
    name: executablePath,
    find: async () => {
      await access(executablePath);
      return { executablePath };
    },
  });
  if (named) return [{ ...atPath(named), name: `CHROME_PATH (${named})` }];
  return [
    ...['chrome', 'msedge'].map((channel) => ({
      name: channel,
      find: () => Promise.resolve({ channel }),
    })),
    ...KNOWN_PATHS.map(atPath),
    { name: '@sparticuz/chromium', find: bundledChromium },
  ];
}

/** The Chromium from npm, unpacked once per version into node_modules/.cache, with its libraries and fonts. */
async function bundledChromium(): Promise<LaunchOptions> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`is for linux-x64 only, not ${process.platform}-${process.arch}`);
  }
  const manifest = await readFile('node_modules/@sparticuz/chromium/package.json', 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const directory = path.join(CACHE, version);
  if (!existsSync(directory)) await unpack(directory);
  const libraries = [path.join(directory, 'al2023/lib'), process.env.LD_LIBRARY_PATH];
  return {
    executablePath: path.join(directory, 'chromium'),
    env: {
      ...process.env,
      LD_LIBRARY_PATH: libraries.filter(Boolean).join(':'),
      FONTCONFIG_PATH: path.join(directory, 'fonts'),
    },
  };
}

/** In a process of its own, for its environment; renamed when whole, as several test files may start at once. */
async function unpack(directory: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const temporary = await mkdtemp(path.join(CACHE, 'unpacking-'));
  try {
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', UNPACK], {
      env: { ...process.env, TMPDIR: temporary, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
      timeout: UNPACK_TIMEOUT_MS,
    });
    await writeFile(path.join(temporary, 'fonts/fonts.conf'), fontsConfig(directory));
    await rename(temporary, directory);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
}

/** The bundled configuration looks for fonts in Lambda's folders; without fonts a page is drawn without text. */
function fontsConfig(directory: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${path.join(directory, 'fonts')}</dir>
  <cachedir>${path.join(directory, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
