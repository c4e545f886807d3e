import { buildWeb } from '../../local/runtime/web-build.ts';
import { synthesise } from '../../local/assembly/synthesise.ts';
import { APPS, WEB_BUILD } from './apps.ts';

/** Makes every assembly and the page once, before the test files start side by side. */
export default async function setup(): Promise<void> {
  const root = process.cwd();
  for (const { app, appInputs, context, assemblyDirectory } of Object.values(APPS)) {
    await synthesise({
      root,
      app,
      ...(appInputs ? { inputs: appInputs } : {}),
      ...(context ? { context } : {}),
      directory: assemblyDirectory,
    });
  }
  await buildWeb({ root, ...WEB_BUILD });
}
