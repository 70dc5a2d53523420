/** Shapes that several contracts share. Zod lives in contracts and here only: clients never import these values. */
import * as z from 'zod'
import { accessLevels } from './access.ts'
import { defaultDocument, idPatterns } from './ids.ts'
import { limits } from './limits.ts'

const utf8 = new TextEncoder()
export const jsonBytes = (value: unknown): number => utf8.encode(JSON.stringify(value) ?? '').length

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export const Json: z.ZodType<Json> = z.json()

export type JsonObject = { [key: string]: Json }
export const JsonObject: z.ZodType<JsonObject> = z.record(z.string().max(256), z.json())

export const RoomId = z.string().regex(idPatterns.room, '1–128 letters, digits or _ . : @ ~ -')
export const DocumentName = z
  .string()
  .regex(idPatterns.document, '1–128 letters, digits or _ . : @ ~ - /')
  .default(defaultDocument)
export const UserId = z.string().min(1).max(256)
/** In small letters: so an address is the same however somebody writes it. */
export const Email = z.email().max(254).toLowerCase()
export const ConnectionId = z.string().min(1).max(64)
export const AccessLevel = z.enum(accessLevels)

/**
 * A colour as CSS writes it, and nothing else: apps put it into styles. By number, by name or by a function whose arguments are not
 * functions again.
 */
const CssColor = z
  .string()
  .max(128)
  .regex(
    /^(#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]+|((rgb|hsl)a?|hwb|(ok)?(lab|lch)|color|color-mix)\([a-z0-9#.,%/+ -]*\))$/i,
    'a colour as CSS writes it, such as #2f6feb, tomato or hsl(210 70% 50%)',
  )

/** What others see of a person. Further keys are the customer's own. */
export const UserInfo = z
  .object({
    name: z.string().min(1).max(256).optional(),
    avatar: z.string().max(2_048).optional(),
    color: CssColor.optional(),
  })
  .catchall(z.json())
  .refine((value) => jsonBytes(value) <= limits.userInfoMaxBytes, `at most ${limits.userInfoMaxBytes} bytes as JSON`)
export type UserInfo = z.infer<typeof UserInfo>

/** A person as everyone in the room sees them: name and colour are always there. */
export const User = z.object({
  userId: UserId,
  userInfo: z.object({ name: z.string(), color: z.string(), avatar: z.string().optional() }).catchall(z.json()),
  /** `false` when the identity was only claimed with a publishable key. */
  verified: z.boolean(),
})
export type User = z.infer<typeof User>

/** Rule PE3: who did something, as it is kept. `verified` is `false` for an id that was only claimed; `agent`: see agents in presence. */
export const Author = z.object({
  userId: z.string(),
  name: z.string(),
  verified: z.boolean(),
  agent: z.literal(true).optional(),
})
export type Author = z.infer<typeof Author>

/** Which bound a document is near to, see limits.ts. */
export const DocumentBound = z.enum(['bytes', 'memoryBytes', 'clients', 'roots'])
