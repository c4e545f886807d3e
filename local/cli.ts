import { enableCompileCache } from 'node:module';
import process from 'node:process';

enableCompileCache('.local/compile-cache');
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2), process);
