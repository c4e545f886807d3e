import type { ReportsSettings } from './settings.ts';

/** The two ends of what can be chosen; tests deploy neither, and run both. */

/** Every optional feature. */
export const EVERYTHING: Partial<ReportsSettings> = {
  stage: 'production',
  generatorConcurrency: 15,
  largeGeneratorConcurrency: 5,
  allowedOrigins: ['https://dashboards.example.com'],
  webDomain: 'reports.example.com',
  webCertificate: 'arn:aws:acm:us-east-1:111111111111:certificate/0a1b2c',
  waf: true,
  alarmEmail: 'operators@example.com',
  selfSignUp: true,
  comparison: true,
  exampleRule: true,
};

/** No optional feature. */
export const BARE: Partial<ReportsSettings> = {
  web: false,
  athena: false,
  observability: false,
  allowedOrigins: [],
};
