/** Refuses what is sent to a route that takes nothing: a field that is dropped silently would be taken for obeyed. An empty object is nothing. */
import { RoomError } from '@syncforge/protocol/errors'
import { createMiddleware } from 'hono/factory'
import type { EdgeEnv } from '../env.ts'

const keysOf = (text: string): readonly string[] => {
  if (text.trim() === '') return []
  const takesNone = () => new RoomError('VALIDATION_ERROR', 'This request takes no body')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw takesNone()
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw takesNone()
  return Object.keys(value)
}

export const noBody = createMiddleware<EdgeEnv>(async (c, next) => {
  const keys = c.req.raw.body ? keysOf(await c.req.text()) : []
  if (keys.length > 0) {
    const details = keys.map((path) => ({ path, message: 'is not known here' }))
    throw new RoomError('VALIDATION_ERROR', `This request takes no body, and no ${keys.join(', ')}`, details)
  }
  await next()
})
