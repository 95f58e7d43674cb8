export { type Audit, type AuditEntry, createAudit, ensureAudit } from './audit.ts';
