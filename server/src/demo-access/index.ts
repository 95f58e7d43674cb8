export { createDemoAccess, type DemoAccess, type DemoCard, ensureDemoAccess } from './demo-access.ts';
