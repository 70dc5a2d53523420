/** `@syncforge/server`: what a customer's server needs. Runs in Node, Bun and workers; a page must not have it, because it holds a secret key. */

export type { WebhookData, WebhookEvent, WebhookType } from '@syncforge/protocol/webhooks'
export { SyncForgeError, type SyncForgeErrorCode } from './errors.ts'
export type { NewToken, Schemas } from './routes.ts'
export { type RequestSettings, SyncForge, type SyncForgeOptions } from './syncforge.ts'
export type { SignedToken } from './token.ts'
export { type VerifyOptions, verifyWebhook, type WebhookHeaders } from './verify-webhook.ts'
