/** What a hook is given. better-auth names no type for it that can be imported. */
import type { createAuthMiddleware } from 'better-auth/api'

export type HookContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]
